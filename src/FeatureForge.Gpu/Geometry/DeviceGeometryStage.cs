using FeatureForge.Core.Options;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Geometry;

/// <summary>
/// Stage 3 on a device, fidelity <c>reference</c>: the bits of <see cref="GeometryStage"/>. The host stage plans each sample (draws, boxes,
/// window); this lays the plans of a batch out and lets kernels resize, fill, mirror and turn. Per batch <see cref="Begin"/>,
/// <see cref="Add"/> for each image, <see cref="Run"/>. One instance per worker and queue.
/// </summary>
public sealed class DeviceGeometryStage : IDisposable
{
    private const int FrameWords = 9;
    private const int MapNumbers = 6;
    private const int Fills = 2;

    private readonly GeometryOptions _options;
    private readonly ResizeLayout _resize;
    private readonly IComputeProgram _fill;
    private readonly IComputeProgram _flip;
    private readonly IComputeProgram _rotate;
    private readonly UploadBuffer<int> _frames;
    private readonly UploadBuffer<int> _flips;
    private readonly UploadBuffer<long> _maps;
    private readonly GrowingBuffer _copies;
    private readonly bool[] _isDue;
    private readonly bool[] _isPainted = new bool[Fills];
    private long _sourceBytes;
    private int _capacity;
    private int _images;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">Device to run on.</param>
    /// <param name="options">Output shape and steps, those of the stage that plans.</param>
    /// <exception cref="DriverException">A kernel does not compile, or the driver refuses.</exception>
    public DeviceGeometryStage(IComputeDevice device, GeometryOptions options)
    {
        _options = options;
        _isDue = new bool[options.Steps.Count];
        _resize = new ResizeLayout(device, options.Output);
        _frames = new UploadBuffer<int>(device);
        _flips = new UploadBuffer<int>(device);
        _maps = new UploadBuffer<long>(device);
        _copies = new GrowingBuffer(device);
        _fill = device.Build(KernelLibrary.Load("geometry/fill"));
        _flip = device.Build(KernelLibrary.Load("geometry/flip"));
        _rotate = device.Build(KernelLibrary.Load("geometry/rotate"));
    }

    /// <summary>Starts a batch.</summary>
    /// <param name="images">Images that will be added, at least 1.</param>
    /// <exception cref="DriverException">The batch before failed.</exception>
    public void Begin(int images)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        _resize.Begin();
        _frames.Begin();
        _flips.Begin();
        _maps.Begin();
        _frames.Take(Fills * images * FrameWords).Clear();
        _flips.Take(_isDue.Length * images).Clear();
        _maps.Take(_isDue.Length * images * MapNumbers).Clear();
        Array.Clear(_isDue);
        Array.Clear(_isPainted);
        _sourceBytes = 0;
        _capacity = images;
        _images = 0;
    }

    /// <summary>Takes over what a host stage planned for the next image.</summary>
    /// <param name="planned">Stage of the same options, after <see cref="GeometryStage.PlanWindow"/> for this image.</param>
    /// <param name="firstByte">Where the image's whole upright picture lies within the sources, packed RGB.</param>
    /// <returns>The pixels that are read; the others need not be there.</returns>
    /// <exception cref="InvalidOperationException">All images of the batch were added.</exception>
    public PictureWindow Add(GeometryStage planned, long firstByte)
    {
        if (_images == _capacity)
            throw new InvalidOperationException($"The batch was begun for {_capacity} images, and another one is added.");
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        GeometryView view = planned.View;
        _sourceBytes = Math.Max(_sourceBytes, firstByte + planned.Upright.RgbBytes);
        PictureWindow window = _resize.Add(planned.Upright, firstByte, view.Visible.ToBox(), view.Target);
        LayFrame(0, view.Frame, view.Target, view.WindowFill);
        LayFrame(1, PixelRectangle.Of(_options.Output), view.Frame, view.Bars ?? default);
        for (int i = 0; i < _isDue.Length; i++)
        {
            if (!planned.Due[i] || planned.Steps[i] is not PictureStep step)
                continue;
            _isDue[i] = true;
            if (step is Rotate rotate)
                LayMap(_maps.Elements.Slice(((i * _capacity) + _images) * MapNumbers, MapNumbers), rotate);
            else
                _flips.Elements[(i * _capacity) + _images] = 1;
        }

        _images++;
        return window;
    }

    /// <summary>Makes the output pictures; returns when the work is queued.</summary>
    /// <param name="queue">Queue that the sources are ready on; always the same one.</param>
    /// <param name="sources">Upright pictures, where <see cref="Add"/> was told.</param>
    /// <param name="pictures">Takes a picture of the output shape for each image, in the order added.</param>
    /// <exception cref="ArgumentException">The pictures are too few or of another shape, or the sources end before an image does.</exception>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Run(IComputeQueue queue, IDeviceBuffer sources, PictureBatch pictures)
    {
        if (_images > pictures.Capacity || pictures.Shape != _options.Output)
            throw new ArgumentException($"The batch has {_images} images of {_options.Output}, the pictures are {pictures.Capacity} of {pictures.Shape}.", nameof(pictures));
        if (_sourceBytes > sources.ByteCount)
            throw new ArgumentException($"The sources reach to byte {_sourceBytes}, their buffer has {sources.ByteCount}.", nameof(sources));
        if (_images == 0)
            return;
        _resize.Run(queue, sources, pictures);
        _frames.Send(queue);
        _flips.Send(queue);
        _maps.Send(queue);
        for (int i = 0; i < Fills; i++)
        {
            if (_isPainted[i])
                Paint(queue, pictures, (uint)(i * _capacity * FrameWords));
        }

        for (int i = 0; i < _isDue.Length; i++)
        {
            if (_isDue[i] && _options.Steps[i] is RotateOptions)
                Turn(queue, pictures, (uint)(i * _capacity * MapNumbers));
            else if (_isDue[i])
                Mirror(queue, pictures, (uint)(i * _capacity));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_resize, _frames, _flips, _maps, _copies, _fill, _flip, _rotate])
            part.Dispose();
    }

    private void LayFrame(int fill, PixelRectangle outer, PixelRectangle inner, RgbColor color)
    {
        if (outer == inner)
            return;
        _isPainted[fill] = true;
        ReadOnlySpan<int> frame =
        [
            outer.X, outer.Y, outer.EndX, outer.EndY, inner.X, inner.Y, inner.EndX, inner.EndY, Packed(color),
        ];
        frame.CopyTo(_frames.Elements[(((fill * _capacity) + _images) * FrameWords)..]);
    }

    private static void LayMap(Span<long> numbers, Rotate rotate)
    {
        ReadOnlySpan<long> map = [rotate.Map.XX, rotate.Map.XY, rotate.Map.YX, rotate.Map.YY, 1, rotate.Fill is RgbColor color ? Packed(color) : -1];
        map.CopyTo(numbers);
    }

    private static int Packed(RgbColor color) => color.Red | (color.Green << 8) | (color.Blue << 16);

    private void Paint(IComputeQueue queue, PictureBatch pictures, uint first) => queue.Launch(
        _fill.Kernel("fill"),
        BatchLaunch.Of(pictures.Shape.Pixels, _images),
        [KernelArgument.Of(pictures.Memory), KernelArgument.Of(_frames.Memory), first, (uint)pictures.PictureBytes, (uint)pictures.Shape.Width]);

    private void Mirror(IComputeQueue queue, PictureBatch pictures, uint first) => queue.Launch(
        _flip.Kernel("flip"),
        BatchLaunch.Of(pictures.Shape.Pixels / 2, _images),
        [KernelArgument.Of(pictures.Memory), KernelArgument.Of(_flips.Memory), first, (uint)pictures.PictureBytes, (uint)pictures.Shape.Width, (uint)pictures.Shape.Height]);

    private void Turn(IComputeQueue queue, PictureBatch pictures, uint first)
    {
        var (memory, maps) = (KernelArgument.Of(pictures.Memory), KernelArgument.Of(_maps.Memory));
        var copies = KernelArgument.Of(_copies.Ensure(pictures.Memory.ByteCount, queue));
        queue.Launch(_rotate.Kernel("rotate_copy"), BatchLaunch.Of(pictures.PictureWords, _images), [memory, copies, maps, first, (uint)pictures.PictureWords]);
        queue.Launch(
            _rotate.Kernel("rotate_pixels"),
            BatchLaunch.Of(pictures.Shape.Pixels, _images),
            [copies, memory, maps, first, (uint)pictures.PictureBytes, (uint)pictures.Shape.Width, (uint)pictures.Shape.Height]);
    }
}
