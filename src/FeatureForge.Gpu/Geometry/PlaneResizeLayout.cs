using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Geometry;

/// <summary>
/// The output resize of a batch from planes, the bits of <see cref="PlaneResizePlan"/>: lays plans and weights out as
/// <c>kernels/geometry/planeResize.cl</c> reads them, and launches its two passes.
/// </summary>
internal sealed class PlaneResizeLayout : ResizePasses
{
    private const int PlanWords = 24;
    private const int Starts = 6;
    private const int LumaWords = 6;
    private const int ChromaWords = 14;

    private readonly PlaneTrack _luma = new(SimdLevels.Best);
    private readonly PlaneTrack _subsampled = new(SimdLevels.Best) { TakesWords = true };
    private readonly ImageShape _output;
    private PlaneTrack? _chroma;

    public PlaneResizeLayout(IComputeDevice device, ImageShape output)
        : base(device, "geometry/planeResize", "plane", PlanWords, Starts) => _output = output;

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
        long lumaItems = (long)(_luma.End - _luma.First) * target.Width;
        long chromaItems = _chroma is null ? 0 : (long)(_chroma.End - _chroma.First) * target.Width;
        ReadOnlySpan<ulong> starts =
        [
            (ulong)places.Luma.FirstByte, (ulong)places.Blue.FirstByte, (ulong)places.Red.FirstByte,
            (ulong)NarrowedBytes, (ulong)(NarrowedBytes + lumaItems), (ulong)(NarrowedBytes + lumaItems + chromaItems),
        ];
        Add(plan, starts, lumaItems + (2 * chromaItems), bytesPerRowItem: 1, target.Shape.Pixels);
    }

    private static PictureWindow WindowOf(PlaneTrack track) =>
        new(track.FirstColumn, track.First, track.EndColumn - track.FirstColumn, track.End - track.First);

    private void LayTrack(PlaneTrack track, int stride, Span<int> words)
    {
        var (rowPlace, rowStride) = AxisLayout.Lay(track.Horizontal, Weights);
        var (columnPlace, columnStride) = track.InWords ? AxisLayout.LayRounded(track.Vertical, track.Words, Weights) : AxisLayout.Lay(track.Vertical, Weights);
        ReadOnlySpan<int> values = [track.First, track.End - track.First, stride, rowPlace, rowStride, columnPlace, columnStride, track.InWords ? 1 : 0];
        values.CopyTo(words);
    }
}
