using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// Predicts the bytes of a record before any picture is decoded: the number of shards must be fixed then. It depends on the recipe
/// alone, never on the pictures, so that the plan is the same on every machine.
/// </summary>
internal static class RecordSizePrediction
{
    private const long Fields = 2048;
    private const long BytesPerAnchorDense = 4 + 1 + 1 + 16;

    // Typical sizes of photos at JPEG quality 95 and as PNG, against raw RGB.
    private const double JpegShare = 0.25;
    private const double PngShare = 0.6;

    /// <summary>Predicted bytes of one record.</summary>
    /// <param name="stages">Options of every stage.</param>
    public static long Of(StageOptions stages)
    {
        double share = stages.Output.Image switch { StoredImage.Jpeg => JpegShare, StoredImage.Png => PngShare, _ => 1 };
        long targets = stages.Targets is { Encoding: TargetEncoding.Dense } dense ? dense.AnchorSet.Count * BytesPerAnchorDense : 0;
        return (long)(stages.OutputShape.RgbBytes * share) + targets + Fields;
    }
}
