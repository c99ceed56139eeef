using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Geometry;

/// <summary>
/// The output resize of a batch from planes, the bits of <see cref="PlaneResizePlan"/>: lays plans and weights out as
/// <c>kernels/geometry/planeResize.cl</c> reads them, and launches its two passes.
/// </summary>
internal sealed class PlaneResizeLayout : IDisposable
{
    private const int PlanWords = 24;
    private const int Starts = 6;
    private const int LumaWords = 6;
    private const int ChromaWords = 14;

    private readonly PlaneTrack _luma = new(SimdLevels.Best);
    private readonly PlaneTrack _subsampled = new(SimdLevels.Best) { TakesWords = true };
    private readonly IComputeProgram _program;
    private readonly UploadBuffer<int> _plans;
    private readonly UploadBuffer<int> _weights;
    private readonly UploadBuffer<ulong> _starts;
    private readonly GrowingBuffer _narrowed;
    private readonly ImageShape _output;
    private PlaneTrack? _chroma;
    private long _narrowedBytes;
    private long _mostRowItems;
    private long _mostPixels;

    public PlaneResizeLayout(IComputeDevice device, ImageShape output)
    {
        _output = output;
        _plans = new UploadBuffer<int>(device);
        _weights = new UploadBuffer<int>(device);
        _starts = new UploadBuffer<ulong>(device);
        _narrowed = new GrowingBuffer(device);
        _program = device.Build(KernelLibrary.Load("geometry/planeResize"));
    }

    /// <summary>Forgets the batch before.</summary>
    public void Begin()
    {
        _plans.Begin();
        _weights.Begin();
        _starts.Begin();
        _narrowedBytes = 0;
        _mostRowItems = 0;
        _mostPixels = 0;
    }

    /// <summary>Plans the next image, with the weights of <see cref="PlaneResizePlan"/>.</summary>
    /// <param name="source">Its planes.</param>
    /// <param name="window">Part of luma that becomes the target.</param>
    /// <param name="target">Shape to make.</param>
    /// <returns>The samples that are read.</returns>
    public PlaneWindows Plan(RowFormat source, BoxPixels window, ImageShape target)
    {
        ResizePlan.CheckWindow(source.Shape, window, target);
        bool hasChroma = source.Layout == RowLayout.LumaChroma;
        _luma.TakesWords = hasChroma;
        _luma.Plan(source, window, target, default, default);
        _chroma = !hasChroma ? null : source is { ChromaFactorX: 1, ChromaFactorY: 1 } ? _luma : _subsampled;
        if (_chroma == _subsampled)
            _chroma.Plan(source, window, target, ChromaUpsampling.Columns(source), ChromaUpsampling.Rows(source));
        return new PlaneWindows(WindowOf(_luma), _chroma is null ? default : WindowOf(_chroma));
    }

    /// <summary>Takes the image planned.</summary>
    /// <param name="places">Where its planes lie.</param>
    /// <param name="target">Where in the output it goes.</param>
    public void Add(PlanePlaces places, PixelRectangle target)
    {
        // What is taken later may move the words, so all of them are found first.
        Span<int> plan = stackalloc int[PlanWords];
        plan.Clear();
        ReadOnlySpan<int> head = [target.Width, target.Height, target.X, target.Y, _output.RowBytes, _chroma is null ? 0 : 1];
        head.CopyTo(plan);
        LayTrack(_luma, places.Luma.Stride, plan[LumaWords..]);
        if (_chroma == _luma)
            plan[LumaWords..ChromaWords].CopyTo(plan[ChromaWords..]);
        else if (_chroma is not null)
            LayTrack(_chroma, places.Blue.Stride, plan[ChromaWords..]);
        if (_chroma is not null)
            plan[ChromaWords + 2] = places.Blue.Stride;
        plan.CopyTo(_plans.Take(PlanWords));
        long lumaItems = (long)(_luma.End - _luma.First) * target.Width;
        long chromaItems = _chroma is null ? 0 : (long)(_chroma.End - _chroma.First) * target.Width;
        ReadOnlySpan<ulong> starts =
        [
            (ulong)places.Luma.FirstByte, (ulong)places.Blue.FirstByte, (ulong)places.Red.FirstByte,
            (ulong)_narrowedBytes, (ulong)(_narrowedBytes + lumaItems), (ulong)(_narrowedBytes + lumaItems + chromaItems),
        ];
        starts.CopyTo(_starts.Take(Starts));
        _narrowedBytes += lumaItems + (2 * chromaItems);
        _mostRowItems = Math.Max(_mostRowItems, lumaItems + (2 * chromaItems));
        _mostPixels = Math.Max(_mostPixels, target.Shape.Pixels);
    }

    /// <summary>Leaves the next image out.</summary>
    public void Skip()
    {
        _plans.Take(PlanWords).Clear();
        _starts.Take(Starts).Clear();
    }

    /// <summary>Queues both passes.</summary>
    public void Run(IComputeQueue queue, IDeviceBuffer planes, PictureBatch pictures)
    {
        if (_mostPixels == 0)
            return;
        int images = _plans.Count / PlanWords;
        _plans.Send(queue);
        _weights.Send(queue);
        _starts.Send(queue);
        var narrowed = KernelArgument.Of(_narrowed.Ensure(_narrowedBytes, queue));
        var (plans, weights, starts) = (KernelArgument.Of(_plans.Memory), KernelArgument.Of(_weights.Memory), KernelArgument.Of(_starts.Memory));
        queue.Launch(_program.Kernel("plane_rows"), BatchLaunch.Of(_mostRowItems, images), [KernelArgument.Of(planes), narrowed, starts, plans, weights]);
        queue.Launch(
            _program.Kernel("plane_columns"),
            BatchLaunch.Of(_mostPixels, images),
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

    private static PictureWindow WindowOf(PlaneTrack track) =>
        new(track.FirstColumn, track.First, track.EndColumn - track.FirstColumn, track.End - track.First);

    private void LayTrack(PlaneTrack track, int stride, Span<int> words)
    {
        var (rowPlace, rowStride) = AxisLayout.Lay(track.Horizontal, _weights);
        var (columnPlace, columnStride) = track.InWords ? AxisLayout.LayRounded(track.Vertical, track.Words, _weights) : AxisLayout.Lay(track.Vertical, _weights);
        ReadOnlySpan<int> values = [track.First, track.End - track.First, stride, rowPlace, rowStride, columnPlace, columnStride, track.InWords ? 1 : 0];
        values.CopyTo(words);
    }
}
