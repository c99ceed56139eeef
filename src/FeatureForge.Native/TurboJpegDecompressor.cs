using System.Runtime.InteropServices;
using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Native;

/// <summary>
/// Decodes JPEG by libjpeg-turbo with the accurate integer inverse DCT and "fancy" chroma upsampling, as Pillow does. One per worker;
/// allocates no managed memory per call. Every file meets a fresh codec, so no result depends on the files before.
/// </summary>
public sealed unsafe class TurboJpegDecompressor : IDisposable
{
    private const int Flags = TurboJpegLibrary.FlagAccurateDct | TurboJpegLibrary.FlagLimitScans;
    private const int MostPlanes = 3;

    private readonly TurboJpegHandle _handle;
    private string? _failure;

    /// <summary>Opens the codec.</summary>
    /// <exception cref="Core.Errors.FeatureForgeException">TurboJPEG is not installed; the message says how to install it.</exception>
    public TurboJpegDecompressor()
    {
        NativeLibraries.Require(NativeLibraries.TurboJpeg);
        _handle = new TurboJpegHandle(compresses: false);
    }

    /// <summary>What the codec said about the last file that was not <see cref="CodecStatus.Clean"/>.</summary>
    public string LastMessage => _failure ?? _handle.LastMessage;

    /// <summary>Reads the size of a JPEG file without decoding it.</summary>
    /// <param name="jpeg">The whole file.</param>
    /// <param name="shape">Size declared, or default when the header cannot be read or its chroma sampling has no name in TurboJPEG.</param>
    public CodecStatus ReadShape(ReadOnlySpan<byte> jpeg, out ImageShape shape)
    {
        CodecStatus status = ReadHeader(jpeg, out ImageShape found, out _);
        shape = status == CodecStatus.Failed ? default : found;
        return status;
    }

    /// <summary>Decodes a JPEG file (grey, YCbCr or RGB) to packed RGB.</summary>
    /// <param name="jpeg">The whole file.</param>
    /// <param name="shape">Size that the file declares.</param>
    /// <param name="pixels">uint8 RGB, at least <see cref="ImageShape.RgbBytes"/> bytes; undefined after a failure.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public CodecStatus Decompress(ReadOnlySpan<byte> jpeg, ImageShape shape, Span<byte> pixels)
    {
        if (pixels.Length < shape.RgbBytes)
            throw new ArgumentException($"A picture of {shape} needs {shape.RgbBytes} bytes, the buffer has {pixels.Length}.", nameof(pixels));
        CodecStatus status = DecompressOnce(jpeg, shape, pixels);
        return status == CodecStatus.Failed && HasWarned && IsComplete(jpeg, shape, pixels) ? CodecStatus.Warned : status;
    }

    /// <summary>Decodes a JPEG file to its planes of samples, without upsampling and colour conversion.</summary>
    /// <param name="jpeg">The whole file.</param>
    /// <param name="destination">Takes the planes one after the other, rows packed; undefined after a failure.</param>
    /// <param name="planes">Takes the shapes of the planes, default for a plane that is not there; at least 3.</param>
    /// <exception cref="ArgumentException">There are fewer than 3 shapes.</exception>
    public CodecStatus DecompressToPlanes(ReadOnlySpan<byte> jpeg, GrowableBuffer destination, Span<ImageShape> planes)
    {
        if (planes.Length < MostPlanes)
            throw new ArgumentException($"A JPEG file has up to {MostPlanes} planes, there is room for {planes.Length} shapes.", nameof(planes));
        planes.Clear();
        _handle.Renew();
        int width, height, sampling, colorSpace;
        fixed (byte* source = jpeg)
        {
            var size = new CULong((nuint)jpeg.Length);
            CodecStatus status = Status(TurboJpegLibrary.DecompressHeader(_handle, source, size, &width, &height, &sampling, &colorSpace));
            if (status == CodecStatus.Failed)
                return status;
            long bytes = 0;
            int count = sampling == TurboJpegLibrary.SamplingGrey ? 1 : MostPlanes;
            for (int i = 0; i < count; i++)
            {
                planes[i] = new ImageShape(TurboJpegLibrary.PlaneWidth(i, width, sampling), TurboJpegLibrary.PlaneHeight(i, height, sampling));
                bytes += planes[i].Pixels;
            }

            fixed (byte* target = destination.Ensure(bytes))
            {
                byte** starts = stackalloc byte*[MostPlanes];
                int* strides = stackalloc int[MostPlanes];
                byte* next = target;
                for (int i = 0; i < MostPlanes; i++)
                {
                    starts[i] = next;
                    strides[i] = planes[i].Width;
                    next += planes[i].Pixels;
                }

                return Status(TurboJpegLibrary.DecompressToPlanes(_handle, source, size, starts, width, strides, height, Flags));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>True when TurboJPEG reports a warning, which it also does when a fatal error followed one.</summary>
    private bool HasWarned => TurboJpegLibrary.GetErrorCode(_handle) == TurboJpegLibrary.ErrorCodeWarning;

    private CodecStatus DecompressOnce(ReadOnlySpan<byte> jpeg, ImageShape shape, Span<byte> pixels)
    {
        _handle.Renew();
        fixed (byte* source = jpeg)
        fixed (byte* destination = pixels)
        {
            return Status(TurboJpegLibrary.Decompress(
                _handle, source, new CULong((nuint)jpeg.Length), destination, shape.Width, shape.RowBytes, shape.Height, TurboJpegLibrary.PixelFormatRgb, Flags));
        }
    }

    /// <summary>
    /// True when a fatal error came behind the last row, so that all pixels are there: then the last byte does not depend on what it
    /// was before. Else what the buffer held would become part of the picture.
    /// </summary>
    private bool IsComplete(ReadOnlySpan<byte> jpeg, ImageShape shape, Span<byte> pixels)
    {
        ref byte last = ref pixels[(int)shape.RgbBytes - 1];
        last = byte.MinValue;
        DecompressOnce(jpeg, shape, pixels);
        byte decoded = last;
        last = byte.MaxValue;
        DecompressOnce(jpeg, shape, pixels);
        return last == decoded;
    }

    /// <summary>
    /// Decodes a YCbCr or grey JPEG file to its planes as stored, without upsampling and colour conversion. The planes lie one behind the
    /// other, rows without gaps, as <see cref="JpegPlaneLayout"/> says.
    /// </summary>
    /// <param name="jpeg">The whole file.</param>
    /// <param name="layout">Size and chroma sampling of the file; a smaller size is that of libjpeg's scaled decoding.</param>
    /// <param name="samples">uint8, at least <see cref="JpegPlaneLayout.Bytes"/> bytes; undefined after a failure.</param>
    /// <exception cref="ArgumentException">The buffer is too small.</exception>
    public CodecStatus DecompressPlanes(ReadOnlySpan<byte> jpeg, JpegPlaneLayout layout, Span<byte> samples)
    {
        if (samples.Length < layout.Bytes)
            throw new ArgumentException($"The planes need {layout.Bytes} bytes, the buffer has {samples.Length}.", nameof(samples));
        // The codec fills planes by what it finds in the file, so that must be what the buffer was measured by.
        CodecStatus header = ReadHeader(jpeg, out ImageShape shape, out int sampling);
        if (header == CodecStatus.Failed || shape != layout.Stored || sampling != SamplingCode(layout.Sampling))
            return CodecStatus.Failed;
        ImageShape made = layout.Shape;
        int* strides = stackalloc int[] { layout.LumaStride, layout.ChromaStride, layout.ChromaStride };
        fixed (byte* source = jpeg)
        fixed (byte* destination = samples)
        {
            byte** planes = stackalloc byte*[] { destination, destination + layout.ChromaOffset, destination + layout.ChromaOffset + layout.ChromaBytes };
            return Status(TurboJpegLibrary.DecompressToPlanes(_handle, source, new CULong((nuint)jpeg.Length), planes, made.Width, strides, made.Height, Flags));
        }
    }

    private CodecStatus ReadHeader(ReadOnlySpan<byte> jpeg, out ImageShape shape, out int sampling)
    {
        _handle.Renew();
        int width = 0, height = 0, found = -1, colorSpace, result;
        fixed (byte* source = jpeg)
            result = TurboJpegLibrary.DecompressHeader(_handle, source, new CULong((nuint)jpeg.Length), &width, &height, &found, &colorSpace);
        shape = new ImageShape(width, height);
        sampling = found;
        return Status(result);
    }

    private static int SamplingCode(ChromaSampling sampling) => sampling switch
    {
        ChromaSampling.Chroma444 => 0,
        ChromaSampling.Chroma422 => 1,
        ChromaSampling.Chroma420 => 2,
        ChromaSampling.Grey => 3,
        ChromaSampling.Chroma440 => 4,
        ChromaSampling.Chroma411 => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(sampling), sampling, "Not a chroma sampling."),
    };

    private CodecStatus Status(int result)
    {
        _failure = null;
        if (result == 0)
            return CodecStatus.Clean;

        // The error code says "warning" as soon as there was one, also when an error ended the decoding afterwards and left pixels
        // unwritten. Only the last message tells the two apart, and asking for it a second time may give another one.
        bool warned = TurboJpegLibrary.GetErrorCode(_handle) == TurboJpegLibrary.ErrorCodeWarning;
        ReadOnlySpan<byte> said = _handle.LastText;
        if (warned && JpegWarnings.Include(said))
            return CodecStatus.Warned;
        _failure = Encoding.UTF8.GetString(said);
        return CodecStatus.Failed;
    }
}
