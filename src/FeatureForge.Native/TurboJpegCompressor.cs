using System.Runtime.InteropServices;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Native;

/// <summary>Encodes JPEG by libjpeg-turbo: baseline, accurate integer DCT, standard Huffman tables. One per worker; allocates no managed memory per call.</summary>
public sealed unsafe class TurboJpegCompressor : IDisposable
{
    private const int Flags = TurboJpegLibrary.FlagAccurateDct | TurboJpegLibrary.FlagNoReallocation;
    private readonly TurboJpegHandle _handle;

    /// <summary>Opens the codec.</summary>
    /// <exception cref="Core.Errors.FeatureForgeException">TurboJPEG is not installed; the message says how to install it.</exception>
    public TurboJpegCompressor()
    {
        NativeLibraries.Require(NativeLibraries.TurboJpeg);
        _handle = new TurboJpegHandle(compresses: true);
    }

    /// <summary>Most bytes that <see cref="Compress(ReadOnlyImageView, int, ChromaSampling, Span{byte})"/> can write for a shape.</summary>
    /// <param name="shape">Shape of the picture, each side 1 to 65,535 pixels.</param>
    /// <param name="sampling">Chroma sampling.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">A JPEG file cannot hold the shape.</exception>
    public static long MaximumBytes(ImageShape shape, ChromaSampling sampling)
    {
        if (shape.Width is < 1 or > 65535 || shape.Height is < 1 or > 65535)
            throw NativeErrors.CallFailed("tjBufSize", $"a JPEG file cannot hold {shape} pixels, its sides are 1 to 65535");
        NativeLibraries.Require(NativeLibraries.TurboJpeg);
        return (long)TurboJpegLibrary.CompressedBound(shape.Width, shape.Height, SamplingCode(sampling)).Value;
    }

    /// <summary>Encodes a picture into a buffer that grows as needed.</summary>
    /// <param name="picture">Picture to encode.</param>
    /// <param name="quality">1 to 100, as in libjpeg.</param>
    /// <param name="sampling">Chroma sampling.</param>
    /// <param name="destination">Takes the file from its first byte on.</param>
    /// <returns>Bytes written; <c>destination.Ensure(bytes)</c> gives them.</returns>
    /// <exception cref="Core.Errors.FeatureForgeException">The picture cannot be encoded.</exception>
    public int Compress(ReadOnlyImageView picture, int quality, ChromaSampling sampling, GrowableBuffer destination) =>
        Compress(picture, quality, sampling, destination.Ensure(MaximumBytes(picture.Shape, sampling)));

    /// <summary>Encodes a picture into a buffer.</summary>
    /// <param name="picture">Picture to encode.</param>
    /// <param name="quality">1 to 100, as in libjpeg.</param>
    /// <param name="sampling">Chroma sampling.</param>
    /// <param name="destination">At least <see cref="MaximumBytes"/> bytes; takes the file from its first byte on.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="Core.Errors.FeatureForgeException">The picture cannot be encoded.</exception>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quality is not 1 to 100.</exception>
    public int Compress(ReadOnlyImageView picture, int quality, ChromaSampling sampling, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        ImageShape shape = picture.Shape;
        long needed = MaximumBytes(shape, sampling);
        if (destination.Length < needed)
            throw new ArgumentException($"A JPEG of {shape} needs room for {needed} bytes, the buffer has {destination.Length}.", nameof(destination));
        fixed (byte* pixels = picture.Pixels)
        fixed (byte* start = destination)
        {
            byte* jpeg = start;
            var size = new CULong((nuint)destination.Length);
            int result = TurboJpegLibrary.Compress(
                _handle, pixels, shape.Width, shape.RowBytes, shape.Height, TurboJpegLibrary.PixelFormatRgb, &jpeg, &size, SamplingCode(sampling), quality, Flags);
            if (result != 0)
                throw NativeErrors.CallFailed("tjCompress2", _handle.LastMessage);
            return (int)size.Value;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static int SamplingCode(ChromaSampling sampling) => sampling switch
    {
        ChromaSampling.Chroma444 => 0,
        ChromaSampling.Chroma422 => 1,
        ChromaSampling.Chroma420 => 2,
        ChromaSampling.Grey => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(sampling), sampling, "Not a chroma sampling."),
    };
}
