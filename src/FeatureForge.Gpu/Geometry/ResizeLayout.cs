using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Geometry;

/// <summary>The output resize of a batch: lays plans and weights out as <c>kernels/geometry/resize.cl</c> reads them, and launches its two passes.</summary>
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
    /// <param name="firstByte">Place of the packed picture within the sources.</param>
    /// <param name="window">Part of it that becomes the target.</param>
    /// <param name="target">Where in the output it goes.</param>
    /// <returns>The pixels that are read.</returns>
    public PictureWindow Add(ImageShape source, long firstByte, BoxPixels window, PixelRectangle target)
    {
        ResizePlan.CheckWindow(source, window, target.Shape);
        _horizontal.Plan(source.Width, window.X0, window.X1, target.Width);
        _vertical.Plan(source.Height, window.Y0, window.Y1, target.Height);
        int rows = _vertical.End - _vertical.First;
        var (rowPlace, rowStride) = Lay(_horizontal);
        var (columnPlace, columnStride) = Lay(_vertical);
        ReadOnlySpan<int> plan =
        [
            _vertical.First, rows, source.RowBytes, target.Width, target.Height, target.X, target.Y, 0,
            rowPlace, rowStride, columnPlace, columnStride, _output.RowBytes, 0, 0, 0,
        ];
        plan.CopyTo(_plans.Take(PlanWords));
        Span<ulong> starts = _starts.Take(2);
        starts[0] = (ulong)firstByte;
        starts[1] = (ulong)_narrowedBytes;
        _narrowedBytes += (long)rows * target.Shape.RowBytes;
        _mostRowItems = Math.Max(_mostRowItems, (long)rows * target.Width);
        _mostColumnItems = Math.Max(_mostColumnItems, target.Shape.RgbBytes);
        return new PictureWindow(_horizontal.First, _vertical.First, _horizontal.End - _horizontal.First, rows);
    }

    /// <summary>Queues both passes.</summary>
    public void Run(IComputeQueue queue, IDeviceBuffer sources, PictureBatch pictures)
    {
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

    private (int Place, int Stride) Lay(ResizeAxis axis)
    {
        int place = _weights.Count;
        if (axis.IsCopy)
        {
            _weights.Take(1)[0] = axis.First;
            return (place, 0);
        }

        axis.Starts[..axis.OutputSize].CopyTo(_weights.Take(axis.OutputSize));
        axis.Counts.CopyTo(_weights.Take(axis.OutputSize));
        axis.Weights.CopyTo(_weights.Take(axis.Weights.Length));
        return (place, axis.Pitch);
    }
}
