using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Decode;

/// <summary>
/// The second half of JPEG decoding on a device: coefficients that the host's entropy decoder made become upright packed RGB, the bits of
/// <see cref="FastJpegDecoder"/>, or planes of samples, at full size or as small as libjpeg-turbo decodes them. Only what a window needs is
/// sent and made. Per batch <see cref="Begin"/>, then for each image <see cref="Add(FastJpegDecoder, JpegCoefficients, Orientation, PictureWindow, PicturePlace)"/>
/// or <see cref="AddPlanes"/>, then <see cref="Run"/>. One instance per worker and queue.
/// </summary>
public sealed class DeviceJpegDecoder : IDisposable
{
    private const long MostPixels = 1L << 29;
    private const int BlockSide = 8;

    private readonly BlockTransforms _blocks;
    private readonly ColorLayout _color;
    private long _pictureBytes;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">Device to run on.</param>
    /// <exception cref="DriverException">A kernel does not compile, or the driver refuses.</exception>
    public DeviceJpegDecoder(IComputeDevice device)
    {
        _blocks = new BlockTransforms(device);
        _color = new ColorLayout(device);
    }

    /// <summary>Where the planes of <see cref="AddPlanes"/> lie; valid from <see cref="Run"/> on until the next one.</summary>
    /// <exception cref="InvalidOperationException">Nothing was run yet.</exception>
    public IDeviceBuffer Planes => _blocks.Samples;

    /// <summary>Starts a batch.</summary>
    /// <exception cref="DriverException">The batch before failed.</exception>
    public void Begin()
    {
        _blocks.Begin();
        _color.Begin();
        _pictureBytes = 0;
    }

    /// <summary>
    /// True when the kernels do the file that a decoder read last. They do not where luma is stored smaller than the picture, or the two
    /// chroma components differ in size; no camera or encoder writes such files, and the host decodes them.
    /// </summary>
    /// <param name="decoder">Decoder after <see cref="FastJpegDecoder.Read"/> or a decoding without refusal.</param>
    public static bool Takes(FastJpegDecoder decoder)
    {
        JpegFrame frame = decoder.Frame;
        ReadOnlySpan<JpegComponent> components = frame.Components;
        return frame.Shape.Pixels <= MostPixels
            && components[0].Horizontal == frame.MostHorizontal && components[0].Vertical == frame.MostVertical
            && (components.Length == 1 || (components[1].Horizontal == components[2].Horizontal && components[1].Vertical == components[2].Vertical));
    }

    /// <summary>
    /// True when the kernels make the planes of a file as small as asked for. libjpeg-turbo is told a size and not a scale, and takes the largest scale
    /// of n/8 that gives that size: for pictures of a few pixels one that has no kernel, for which the host decodes them.
    /// </summary>
    /// <param name="stored">Shape of the picture as stored.</param>
    /// <param name="divisor">How many times smaller: 1, 2, 4 or 8.</param>
    public static bool TakesDivisor(ImageShape stored, int divisor)
    {
        int next = (BlockSide / divisor) + 1;
        return divisor == 1 || Scaled(stored.Width, next) > Scaled(stored.Width, BlockSide / divisor) || Scaled(stored.Height, next) > Scaled(stored.Height, BlockSide / divisor);
    }

    /// <summary>Takes the coefficients of the next image, which is stored upright and of which the whole picture has room.</summary>
    /// <param name="decoder">Decoder that made the coefficients, with this file as its last one.</param>
    /// <param name="coefficients">Coefficients of the whole picture.</param>
    /// <param name="window">Part of the picture that is made.</param>
    /// <param name="firstByte">Where the whole picture's first byte lies within the pictures; those outside the window are not written.</param>
    /// <exception cref="ArgumentException">The kernels do not do this file (<see cref="Takes"/>), or the window does not lie in the picture.</exception>
    public void Add(FastJpegDecoder decoder, JpegCoefficients coefficients, PictureWindow window, long firstByte)
    {
        ImageShape shape = decoder.Frame.Shape;
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        Add(decoder, coefficients, Orientation.Upright, window, new PicturePlace(firstByte, shape.RowBytes));
        _pictureBytes = Math.Max(_pictureBytes, firstByte + shape.RgbBytes);
    }

    /// <summary>Takes the coefficients of the next image.</summary>
    /// <param name="decoder">Decoder that made the coefficients, with this file as its last one.</param>
    /// <param name="coefficients">Coefficients of the whole picture.</param>
    /// <param name="orientation">How the picture is stored; it is made upright.</param>
    /// <param name="window">Part of the upright picture that is made.</param>
    /// <param name="place">Where the upright picture lies within the pictures, packed RGB; bytes outside the window are not written and need not be there.</param>
    /// <exception cref="ArgumentException">The kernels do not do this file (<see cref="Takes"/>), or the window does not lie in the picture or in the memory.</exception>
    public void Add(FastJpegDecoder decoder, JpegCoefficients coefficients, Orientation orientation, PictureWindow window, PicturePlace place)
    {
        JpegFrame frame = decoder.Frame;
        Check(decoder);
        ImageShape upright = StoredWindow.Upright(frame.Shape, orientation);
        if (!window.LiesIn(upright))
            throw new ArgumentException($"The window {window} does not lie in the picture of {upright}.", nameof(window));
        ArgumentOutOfRangeException.ThrowIfNegative(place.Start(window, ImageShape.Channels), nameof(place));
        _pictureBytes = Math.Max(_pictureBytes, place.End(window, ImageShape.Channels));
        var stored = StoredWindow.Of(frame.Shape, orientation, window, place);
        Span<PicturePlace> places = stackalloc PicturePlace[JpegFrame.MostComponents];
        places = places[..frame.ComponentCount];
        for (int i = 0; i < places.Length; i++)
            places[i] = _blocks.Add(frame, coefficients, i, SamplesOf(frame, i, stored.Window), divisor: 1);
        _color.Add(frame, stored, places);
    }

    /// <summary>Takes the coefficients of the next image, whose samples stay planes.</summary>
    /// <param name="decoder">Decoder that made the coefficients, with this file as its last one: grey or YCbCr.</param>
    /// <param name="coefficients">Coefficients of the whole picture.</param>
    /// <param name="divisor">How many times smaller than stored the planes are made: 1, or 2, 4, 8 by libjpeg-turbo's smaller transforms.</param>
    /// <param name="windows">Parts of the planes that are made, in samples of their size.</param>
    /// <returns>Where the samples will lie within <see cref="Planes"/>.</returns>
    /// <exception cref="ArgumentException">The kernels do not do this file (<see cref="Takes"/>), it holds red, green and blue, it is not made so small (<see cref="TakesDivisor"/>), or a window does not lie in its plane.</exception>
    public PlanePlaces AddPlanes(FastJpegDecoder decoder, JpegCoefficients coefficients, int divisor, PlaneWindows windows)
    {
        JpegFrame frame = decoder.Frame;
        Check(decoder);
        if (frame.IsRgb)
            throw new ArgumentException("The file holds red, green and blue, which have no planes of luma and chroma.", nameof(decoder));
        if (divisor is not (1 or 2 or 4 or 8) || !TakesDivisor(frame.Shape, divisor))
            throw new ArgumentOutOfRangeException(nameof(divisor), divisor, $"A picture of {frame.Shape} is not made smaller by this here; ask TakesDivisor first.");
        for (int i = 0; i < Math.Min(2, frame.ComponentCount); i++)
        {
            JpegComponent component = frame.Components[i];
            var shape = new ImageShape((component.SampleWidth + divisor - 1) / divisor, (component.SampleHeight + divisor - 1) / divisor);
            PictureWindow window = i == 0 ? windows.Luma : windows.Chroma;
            if (!window.LiesIn(shape))
                throw new ArgumentException($"The window {window} does not lie in plane {i} of {shape}.", nameof(windows));
        }

        PicturePlace luma = _blocks.Add(frame, coefficients, 0, windows.Luma, divisor);
        if (frame.ComponentCount == 1)
            return new PlanePlaces(luma, default, default);
        return new PlanePlaces(luma, _blocks.Add(frame, coefficients, 1, windows.Chroma, divisor), _blocks.Add(frame, coefficients, 2, windows.Chroma, divisor));
    }

    /// <summary>Makes the windows of all images; returns when the work is queued.</summary>
    /// <param name="queue">Always the same one.</param>
    /// <param name="pictures">Takes the pixels where <c>Add</c> was told; may be any buffer when all images stay planes.</param>
    /// <exception cref="ArgumentException">The buffer ends before an image does.</exception>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Run(IComputeQueue queue, IDeviceBuffer pictures)
    {
        if (_pictureBytes > pictures.ByteCount)
            throw new ArgumentException($"The pictures reach to byte {_pictureBytes}, their buffer has {pictures.ByteCount}.", nameof(pictures));
        _blocks.Run(queue);
        _color.Run(queue, _blocks.Samples, pictures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _blocks.Dispose();
        _color.Dispose();
    }

    /// <summary>Pixels along an axis at a scale of eighths.</summary>
    private static int Scaled(int pixels, int eighths) => ((pixels * eighths) + BlockSide - 1) / BlockSide;

    private static void Check(FastJpegDecoder decoder)
    {
        if (!Takes(decoder))
            throw new ArgumentException($"The sampling of this file of {decoder.Frame.Shape} is left to the host; ask Takes first.", nameof(decoder));
    }

    /// <summary>The samples of a component that a window of the picture is made of: with those beside them where upsampling filters.</summary>
    private static PictureWindow SamplesOf(JpegFrame frame, int number, PictureWindow pixels)
    {
        JpegComponent component = frame.Components[number];
        UpsamplingKind kind = ChromaUpsampler.KindOf(frame, component);
        bool filtersColumns = kind is UpsamplingKind.Horizontal or UpsamplingKind.Both, filtersRows = kind is UpsamplingKind.Vertical or UpsamplingKind.Both;
        var (x, width) = SamplesOf((pixels.X, pixels.Width), frame.MostHorizontal / component.Horizontal, filtersColumns, component.SampleWidth);
        var (y, height) = SamplesOf((pixels.Y, pixels.Height), frame.MostVertical / component.Vertical, filtersRows, component.SampleHeight);
        return new PictureWindow(x, y, width, height);
    }

    private static (int First, int Count) SamplesOf((int First, int Count) pixels, int factor, bool isFiltered, int samples)
    {
        int first = pixels.First / factor, last = (pixels.First + pixels.Count - 1) / factor;
        if (isFiltered)
            (first, last) = (Math.Max(0, (pixels.First - 1) >> 1), Math.Min(samples - 1, (pixels.First + pixels.Count) >> 1));
        return (first, last + 1 - first);
    }
}
