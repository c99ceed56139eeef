using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Geometry;

/// <summary>
/// Stage 3 on a device: the bits of <see cref="GeometryStage"/>. The host stage plans each sample (draws, boxes, window); this lays the plans
/// of a batch out and lets kernels resize, fill, mirror and turn. An image comes as packed RGB (fidelity <c>reference</c>) or as planes
/// (<c>fast</c>); a batch may hold both. Per batch <see cref="Begin"/>, then for each image <see cref="Add"/>, <see cref="AddWindow"/>, or
/// <see cref="AddPlanes"/> with <see cref="PlacePlanes"/>, then <see cref="Run"/>. One instance per worker and queue.
/// </summary>
public sealed class DeviceGeometryStage : IDisposable
{
    private const int FrameWords = 9;
    private const int MapNumbers = 6;
    private const int Fills = 2;

    private readonly GeometryOptions _options;
    private readonly ResizeLayout _resize;
    private readonly PlaneResizeLayout _planes;
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
    private long _planeBytes;
    private PlaneWindows _awaited;
    private PixelRectangle _awaitedTarget;
    private bool _awaitsPlanes;
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
        _planes = new PlaneResizeLayout(device, options.Output);
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
        _planes.Begin();
        _frames.Begin();
        _flips.Begin();
        _maps.Begin();
        _frames.Take(Fills * images * FrameWords).Clear();
        _flips.Take(_isDue.Length * images).Clear();
        _maps.Take(_isDue.Length * images * MapNumbers).Clear();
        Array.Clear(_isDue);
        Array.Clear(_isPainted);
        _sourceBytes = 0;
        _planeBytes = 0;
        _awaitsPlanes = false;
        _capacity = images;
        _images = 0;
    }

    /// <summary>Takes over what a host stage planned for the next image, whose whole picture has room.</summary>
    /// <param name="planned">Stage of the same options, after <see cref="GeometryStage.PlanWindow"/> for this image.</param>
    /// <param name="firstByte">Where the image's whole upright picture lies within the sources, packed RGB.</param>
    /// <returns>The pixels that are read; the others need not be there.</returns>
    /// <exception cref="InvalidOperationException">All images of the batch were added.</exception>
    public PictureWindow Add(GeometryStage planned, long firstByte)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        PictureWindow window = PlanRgb(planned);
        AddRgb(planned, new PicturePlace(firstByte, planned.Upright.RowBytes), firstByte + planned.Upright.RgbBytes);
        return window;
    }

    /// <summary>Takes over what a host stage planned for the next image, of which only the pixels that are read have room.</summary>
    /// <param name="planned">Stage of the same options, after <see cref="GeometryStage.PlanWindow"/> for this image.</param>
    /// <param name="firstByte">Where those pixels lie within the sources, packed RGB, row after row.</param>
    /// <param name="window">The pixels that are read.</param>
    /// <returns>The same place as that of the whole upright picture.</returns>
    /// <exception cref="InvalidOperationException">All images of the batch were added.</exception>
    public PicturePlace AddWindow(GeometryStage planned, long firstByte, out PictureWindow window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        window = PlanRgb(planned);
        var place = PicturePlace.OfWindow(window, firstByte, ImageShape.Channels);
        AddRgb(planned, place, place.End(window, ImageShape.Channels));
        return place;
    }

    /// <summary>Takes over what a host stage planned for the next image, which comes as planes; <see cref="PlacePlanes"/> must follow.</summary>
    /// <param name="planned">Stage of the same options, after <see cref="GeometryStage.PlanWindow"/> for this image.</param>
    /// <param name="format">The planes: luma alone or with chroma.</param>
    /// <param name="divisor">How many times smaller than the upright picture they are.</param>
    /// <returns>The samples that are read; the others need not be there.</returns>
    /// <exception cref="ArgumentException">The planes are not those of the picture.</exception>
    /// <exception cref="InvalidOperationException">All images of the batch were added.</exception>
    public PlaneWindows AddPlanes(GeometryStage planned, RowFormat format, int divisor)
    {
        CheckRoom();
        if (format.Layout is not (RowLayout.Luma or RowLayout.LumaChroma))
            throw new ArgumentException($"Planes of luma and chroma are resized here, not {format.Layout}.", nameof(format));
        _awaited = _planes.Plan(format, planned.Window(format, divisor), planned.View.Target.Shape);
        _awaitedTarget = planned.View.Target;
        _awaitsPlanes = true;
        _resize.Skip();
        LaySteps(planned);
        return _awaited;
    }

    /// <summary>Says where the planes of the image added last lie.</summary>
    /// <param name="places">Places within the planes of <see cref="Run"/>.</param>
    /// <exception cref="InvalidOperationException">No image waits for it.</exception>
    /// <exception cref="ArgumentException">Samples that are read would lie before the memory.</exception>
    public void PlacePlanes(PlanePlaces places)
    {
        if (!_awaitsPlanes)
            throw new InvalidOperationException("The image added last has no planes to be placed.");
        CheckPlace(places.Luma, _awaited.Luma);
        if (_awaited.Chroma.Width > 0)
        {
            CheckPlace(places.Blue, _awaited.Chroma);
            CheckPlace(places.Red, _awaited.Chroma);
        }

        _planes.Add(places, _awaitedTarget);
        _awaitsPlanes = false;
    }

    /// <summary>Makes the output pictures; returns when the work is queued.</summary>
    /// <param name="queue">Queue that the sources are ready on; always the same one.</param>
    /// <param name="sources">Upright pictures, where <see cref="Add"/> or <see cref="AddWindow"/> was told; may be any buffer when all images come as planes.</param>
    /// <param name="pictures">Takes a picture of the output shape for each image, in the order added.</param>
    /// <param name="planes">Planes, where <see cref="PlacePlanes"/> was told; null when no image comes as planes.</param>
    /// <exception cref="ArgumentException">The pictures are too few or of another shape, or the sources or planes end before an image does.</exception>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Run(IComputeQueue queue, IDeviceBuffer sources, PictureBatch pictures, IDeviceBuffer? planes = null)
    {
        if (_images > pictures.Capacity || pictures.Shape != _options.Output)
            throw new ArgumentException($"The batch has {_images} images of {_options.Output}, the pictures are {pictures.Capacity} of {pictures.Shape}.", nameof(pictures));
        CheckReach(sources, _sourceBytes, nameof(sources));
        CheckReach(planes, _planeBytes, nameof(planes));
        if (_awaitsPlanes)
            throw new InvalidOperationException("The planes of the image added last were not placed.");
        if (_images == 0)
            return;
        _resize.Run(queue, sources, pictures);
        if (planes is not null)
            _planes.Run(queue, planes, pictures);
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
        foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_resize, _planes, _frames, _flips, _maps, _copies, _fill, _flip, _rotate])
            part.Dispose();
    }

    private void CheckRoom()
    {
        if (_images == _capacity)
            throw new InvalidOperationException($"The batch was begun for {_capacity} images, and another one is added.");
        if (_awaitsPlanes)
            throw new InvalidOperationException("The planes of the image added last were not placed.");
    }

    private void CheckPlace(PicturePlace place, PictureWindow window)
    {
        if (place.Start(window, 1) < 0)
            throw new ArgumentException($"The samples {window} of a plane at byte {place.FirstByte} lie before the memory.", nameof(place));
        _planeBytes = Math.Max(_planeBytes, place.End(window, 1));
    }

    private static void CheckReach(IDeviceBuffer? memory, long bytes, string name)
    {
        if (bytes > (memory?.ByteCount ?? 0))
            throw new ArgumentException($"The {name} reach to byte {bytes}, their buffer has {memory?.ByteCount ?? 0}.", name);
    }

    private PictureWindow PlanRgb(GeometryStage planned)
    {
        CheckRoom();
        return _resize.Plan(planned.Upright, planned.View.Visible.ToBox(), planned.View.Target.Shape);
    }

    private void AddRgb(GeometryStage planned, PicturePlace place, long end)
    {
        _resize.Add(place, planned.View.Target);
        _planes.Skip();
        _sourceBytes = Math.Max(_sourceBytes, end);
        LaySteps(planned);
    }

    /// <summary>What follows the resize.</summary>
    private void LaySteps(GeometryStage planned)
    {
        GeometryView view = planned.View;
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
