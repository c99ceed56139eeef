using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Geometry;

/// <summary>The output resize of a batch from packed RGB: lays plans and weights out as <c>kernels/geometry/resize.cl</c> reads them, and launches its two passes.</summary>
internal sealed class ResizeLayout : ResizePasses
{
    private const int PlanWords = 16;
    private const int Starts = 2;

    private readonly ResizeAxis _horizontal = new(SimdLevels.Best);
    private readonly ResizeAxis _vertical = new(SimdLevels.Best);
    private readonly ImageShape _output;

    public ResizeLayout(IComputeDevice device, ImageShape output)
        : base(device, "geometry/resize", "resize", PlanWords, Starts) => _output = output;

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
        var (rowPlace, rowStride) = AxisLayout.Lay(_horizontal, Weights);
        var (columnPlace, columnStride) = AxisLayout.Lay(_vertical, Weights);
        ReadOnlySpan<int> plan =
        [
            _vertical.First, rows, place.Stride, target.Width, target.Height, target.X, target.Y, 0,
            rowPlace, rowStride, columnPlace, columnStride, _output.RowBytes, 0, 0, 0,
        ];
        ReadOnlySpan<ulong> starts = [(ulong)place.FirstByte, (ulong)NarrowedBytes];
        Add(plan, starts, (long)rows * target.Width, ImageShape.Channels, target.Shape.RgbBytes);
    }
}
