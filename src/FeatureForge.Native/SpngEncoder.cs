using System.Runtime.InteropServices;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;

namespace FeatureForge.Native;

/// <summary>Encodes PNG, 8-bit RGB without interlacing, by libspng. One per worker. The pixels are exact; the file's bytes may differ between versions of zlib.</summary>
public sealed unsafe class SpngEncoder : IDisposable
{
    private readonly SpngHandle _handle = new(SpngLibrary.ContextEncoder);
    private readonly int _compressionLevel;

    /// <summary>Opens the codec.</summary>
    /// <param name="compressionLevel">zlib level, 0 (none) to 9 (smallest).</param>
    /// <exception cref="Core.Errors.FeatureForgeException">libspng is not installed; the message says how to install it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not 0 to 9.</exception>
    public SpngEncoder(int compressionLevel = 6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(compressionLevel, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(compressionLevel, 9);
        NativeLibraries.Require(NativeLibraries.Spng);
        _compressionLevel = compressionLevel;
    }

    /// <summary>Writes a picture as a PNG file.</summary>
    /// <param name="picture">Picture to encode.</param>
    /// <param name="destination">Takes the whole file.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The picture cannot be encoded.</exception>
    public void Encode(ReadOnlyImageView picture, Stream destination)
    {
        byte* png = Encode(picture, out int bytes);
        try
        {
            destination.Write(new ReadOnlySpan<byte>(png, bytes));
        }
        finally
        {
            NativeMemory.Free(png);
        }
    }

    /// <summary>Encodes a picture into a buffer that grows as needed.</summary>
    /// <param name="picture">Picture to encode.</param>
    /// <param name="destination">Takes the file from its first byte on.</param>
    /// <returns>Bytes written; <c>destination.Ensure(bytes)</c> gives them.</returns>
    /// <exception cref="Core.Errors.FeatureForgeException">The picture cannot be encoded.</exception>
    public int Encode(ReadOnlyImageView picture, GrowableBuffer destination)
    {
        byte* png = Encode(picture, out int bytes);
        try
        {
            new ReadOnlySpan<byte>(png, bytes).CopyTo(destination.Ensure(bytes));
            return bytes;
        }
        finally
        {
            NativeMemory.Free(png);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>Gives the file in memory of the C library, to be freed by the caller.</summary>
    private byte* Encode(ReadOnlyImageView picture, out int bytes)
    {
        var header = new SpngImageHeader
        {
            Width = (uint)picture.Shape.Width,
            Height = (uint)picture.Shape.Height,
            BitDepth = 8,
            ColorType = SpngLibrary.ColorTypeRgb,
        };
        _handle.Renew();
        Check("spng_set_option", SpngLibrary.SetOption(_handle, SpngLibrary.OptionEncodeToBuffer, 1));
        Check("spng_set_option", SpngLibrary.SetOption(_handle, SpngLibrary.OptionCompressionLevel, _compressionLevel));
        Check("spng_set_ihdr", SpngLibrary.SetHeader(_handle, &header));
        fixed (byte* pixels = picture.Pixels)
            Check("spng_encode_image", SpngLibrary.EncodeImage(_handle, pixels, (nuint)picture.Pixels.Length, SpngLibrary.FormatAsHeader, SpngLibrary.EncodeFinalize));
        nuint size = 0;
        int error = 0;
        byte* png = SpngLibrary.GetEncoded(_handle, &size, &error);
        Check("spng_get_png_buffer", error);
        _handle.Clear();
        bytes = checked((int)size);
        return png;
    }

    private static void Check(string call, int status)
    {
        if (status != 0)
            throw NativeErrors.CallFailed(call, SpngLibrary.Describe(status));
    }
}
