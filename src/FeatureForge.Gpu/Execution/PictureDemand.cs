using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Execution;

/// <summary>Device memory that pictures need in a batch besides what every picture needs. All are upper bounds, known from the header.</summary>
/// <param name="CoefficientBytes">Coefficients; their samples take half as much again.</param>
/// <param name="SourceBytes">Packed RGB pixels that the resize reads; none of pictures that come as planes.</param>
/// <param name="ResizeBytes">Rows between the two passes of the resize, and its weights; those of chroma are weights of their own.</param>
internal readonly record struct PictureDemand(long CoefficientBytes, long SourceBytes, long ResizeBytes)
{
    private const int BytesPerWeight = sizeof(int);

    // Weights of an axis: twice the source's side, three for each output, rounded up to whole vectors; then where they start and how many.
    private const int WordsPerSource = 2;
    private const int WordsPerOutput = 24;

    // Planes keep a row of luma and two half rows of chroma of each row, and at least one of each.
    private const int RowsBesides = 8;
    private const int PixelsBesides = 4;

    /// <summary>What one picture needs.</summary>
    /// <param name="planned">The sample.</param>
    /// <param name="frame">Frame of its file.</param>
    public static PictureDemand Of(in PlannedSample planned, JpegFrame frame)
    {
        long blocks = 0;
        foreach (JpegComponent component in frame.Components)
            blocks += (long)component.BlocksPerRow * component.BlockRows;
        bool byPlanes = planned.Plan.Planes is not null;
        ImageShape source = planned.Plan.Upright;
        ImageShape output = planned.Geometry.View.Target.Shape;
        long weights = (WordsPerSource * ((long)source.Width + source.Height)) + (WordsPerOutput * ((long)output.Width + output.Height));
        long rows = (source.Height + RowsBesides) * output.RowBytes;
        return new PictureDemand(blocks * JpegFrame.BlockSize * sizeof(short), byPlanes ? 0 : WindowBytes(planned), rows + (weights * (byPlanes ? 2 : 1) * BytesPerWeight));
    }

    private static long WindowBytes(in PlannedSample planned)
    {
        BoxPixels visible = planned.Geometry.View.Visible.ToBox();
        ImageShape target = planned.Geometry.View.Target.Shape;
        ImageShape source = planned.Plan.Upright;
        return Side(visible.Width, target.Width, source.Width) * Side(visible.Height, target.Height, source.Height) * ImageShape.Channels;
    }

    // The filter reads as far beyond a box as it makes pixels smaller; at the edges of the box and of the filter whole pixels.
    private static long Side(float visible, int target, int source) =>
        Math.Min(source, (long)(visible + (2 * Math.Max(1, visible / target))) + PixelsBesides);

    /// <summary>True when it fits into as much of each kind.</summary>
    /// <param name="most">Memory of each kind.</param>
    public bool IsWithin(PictureDemand most) => CoefficientBytes <= most.CoefficientBytes && SourceBytes <= most.SourceBytes && ResizeBytes <= most.ResizeBytes;

    /// <summary>What two need together.</summary>
    public static PictureDemand operator +(PictureDemand one, PictureDemand other) =>
        new(one.CoefficientBytes + other.CoefficientBytes, one.SourceBytes + other.SourceBytes, one.ResizeBytes + other.ResizeBytes);
}
