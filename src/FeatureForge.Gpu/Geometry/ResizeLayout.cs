using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Geometry;

/// <summary>The output resize of a batch from packed RGB: lays plans and weights out as <c>kernels/geometry/resize.cl</c> reads them, and launches its two passes.</summary>
internal sealed class ResizeLayout : IDisposable
{
    private const int PlanWords = 16;

    private readonly ResizeAxis _horizontal = new(SimdLevels.Best);
    private readonly ResizeAxis _vertical = new(SimdLevels.Best);
    private readonly IComputeProgram _program;
    private readonly UploadBuffer<int> _plans;
    private readonly UploadBuffer<int> _weights;
    private readonly UploadBuffer<ulong> _starts;
    private readonly GrowingBuffer _narrowed;
    private readonly ImageShape _output;
    private long _narrowedBytes;
    private long _mostRowItems;
    private long _mostColumnItems;

    public ResizeLayout(IComputeDevice device, ImageShape output)
    {
        _output = output;
        _plans = new UploadBuffer<int>(device);
        _weights = new UploadBuffer<int>(device);
        _starts = new UploadBuffer<ulong>(device);
        _narrowed = new GrowingBuffer(device);
        _program = device.Build(KernelLibrary.Load("geometry/resize"));
    }

    /// <summary>Forgets the batch before.</summary>
    public void Begin()
    {
        _plans.Begin();
        _weights.Begin();
        _starts.Begin();
        _narrowedBytes = 0;
        _mostRowItems = 0;
        _mostColumnItems = 0;
    }

    /// <summary>Plans the next image.</summary>
    /// <param name="source">Shape of its picture.</param>
    /// <param name="window">Part of it that becomes the target.</param>
    /// <param name="target">Shape to make.</param>
    /// <returns>The pixels that are read.</returns>
    public PictureWindow Plan(ImageShape source, BoxPixels window, ImageShape target)
    {
        ResizePlan.CheckWindow(source, window, target);
        _horizontal.Plan(source.Width, window.X0, window.X1, target.Width);
        _vertical.Plan(source.Height, window.Y0, window.Y1, target.Height);
        return new PictureWindow(_horizontal.First, _vertical.First, _horizontal.End - _horizontal.First, _vertical.End - _vertical.First);
    }

    /// <summary>Takes the image planned.</summary>
    /// <param name="place">Where its packed picture lies within the sources.</param>
    /// <param name="target">Where in the output it goes.</param>
    public void Add(PicturePlace place, PixelRectangle target)
    {
        int rows = _vertical.End - _vertical.First;
        var (rowPlace, rowStride) = AxisLayout.Lay(_horizontal, _weights);
        var (columnPlace, columnStride) = AxisLayout.Lay(_vertical, _weights);
        ReadOnlySpan<int> plan =
        [
            _vertical.First, rows, place.Stride, target.Width, target.Height, target.X, target.Y, 0,
            rowPlace, rowStride, columnPlace, columnStride, _output.RowBytes, 0, 0, 0,
        ];
        plan.CopyTo(_plans.Take(PlanWords));
        Span<ulong> starts = _starts.Take(2);
        starts[0] = (ulong)place.FirstByte;
        starts[1] = (ulong)_narrowedBytes;
        _narrowedBytes += (long)rows * target.Shape.RowBytes;
        _mostRowItems = Math.Max(_mostRowItems, (long)rows * target.Width);
        _mostColumnItems = Math.Max(_mostColumnItems, target.Shape.RgbBytes);
    }

    /// <summary>Leaves the next image out.</summary>
    public void Skip()
    {
        _plans.Take(PlanWords).Clear();
        _starts.Take(2).Clear();
    }

    /// <summary>Queues both passes.</summary>
    public void Run(IComputeQueue queue, IDeviceBuffer sources, PictureBatch pictures)
    {
        if (_mostRowItems == 0)
            return;
        int images = _plans.Count / PlanWords;
        _plans.Send(queue);
        _weights.Send(queue);
        _starts.Send(queue);
        var narrowed = KernelArgument.Of(_narrowed.Ensure(_narrowedBytes, queue));
        var (plans, weights, starts) = (KernelArgument.Of(_plans.Memory), KernelArgument.Of(_weights.Memory), KernelArgument.Of(_starts.Memory));
        queue.Launch(_program.Kernel("resize_rows"), BatchLaunch.Of(_mostRowItems, images), [KernelArgument.Of(sources), narrowed, starts, plans, weights]);
        queue.Launch(
            _program.Kernel("resize_columns"),
            BatchLaunch.Of(_mostColumnItems, images),
            [narrowed, KernelArgument.Of(pictures.Memory), starts, (uint)pictures.PictureBytes, plans, weights]);
    }

    public void Dispose()
    {
        _program.Dispose();
        _narrowed.Dispose();
        _starts.Dispose();
        _weights.Dispose();
        _plans.Dispose();
    }
}
