using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Execution;

/// <summary>Device memory that pictures need in a batch besides what every picture needs. All are upper bounds, known from the header.</summary>
/// <param name="CoefficientBytes">Coefficients; their samples take half as much again.</param>
/// <param name="SourceBytes">Packed RGB pictures of the size in the file.</param>
/// <param name="ResizeBytes">Rows between the two passes of the resize, and its weights.</param>
internal readonly record struct PictureDemand(long CoefficientBytes, long SourceBytes, long ResizeBytes)
{
    private const int BytesPerWeight = sizeof(int);

    // Weights of an axis: twice the source's side, three for each output, rounded up to whole vectors; then where they start and how many.
    private const int WordsPerSource = 2;
    private const int WordsPerOutput = 24;

    /// <summary>What one picture needs.</summary>
    /// <param name="frame">Frame of its file.</param>
    /// <param name="output">Output shape.</param>
    public static PictureDemand Of(JpegFrame frame, ImageShape output)
    {
        long blocks = 0;
        foreach (JpegComponent component in frame.Components)
            blocks += (long)component.BlocksPerRow * component.BlockRows;
        ImageShape shape = frame.Shape;
        long weights = (WordsPerSource * ((long)shape.Width + shape.Height)) + (WordsPerOutput * ((long)output.Width + output.Height));
        return new PictureDemand(blocks * JpegFrame.BlockSize * sizeof(short), shape.RgbBytes, ((long)shape.Height * output.RowBytes) + (weights * BytesPerWeight));
    }

    /// <summary>What two need together.</summary>
    public static PictureDemand operator +(PictureDemand one, PictureDemand other) =>
        new(one.CoefficientBytes + other.CoefficientBytes, one.SourceBytes + other.SourceBytes, one.ResizeBytes + other.ResizeBytes);
}
