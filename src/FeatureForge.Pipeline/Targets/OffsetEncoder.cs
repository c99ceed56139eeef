using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// Boxes as offsets from anchors, in float32 and in this order: tx = (cx - cxa) / wa / 0.1, ty = (cy - cya) / ha / 0.1,
/// tw = ln(w / wa) / 0.2, th = ln(h / ha) / 0.2 (Liu et al. 2016, equation 2, with Caffe's variances). One order for every matching
/// rule, so that one decoder reads them all; the rules' own code differs in the last bits, and TensorFlow's in the order (ty tx th tw).
/// </summary>
internal static class OffsetEncoder
{
    private const float CenterVariance = 0.1f;
    private const float SizeVariance = 0.2f;

    /// <summary>What TensorFlow's <c>FasterRcnnBoxCoder</c> adds to every width and height.</summary>
    public const float FasterRcnnEpsilon = 1e-8f;

    /// <summary>Writes tx ty tw th.</summary>
    /// <param name="box">Box with an area.</param>
    /// <param name="anchor">Anchor that the box is measured from.</param>
    /// <param name="epsilon">Added to widths and heights of box and anchor; 0 changes no bit.</param>
    /// <param name="offsets">float32 [4].</param>
    public static void Encode(BoxCorners box, BoxCenterSize anchor, float epsilon, Span<float> offsets)
    {
        float centerX = (box.X0 + box.X1) * 0.5f;
        float centerY = (box.Y0 + box.Y1) * 0.5f;
        float width = (box.X1 - box.X0) + epsilon;
        float height = (box.Y1 - box.Y0) + epsilon;
        float anchorWidth = anchor.Width + epsilon;
        float anchorHeight = anchor.Height + epsilon;
        offsets[0] = (centerX - anchor.CenterX) / anchorWidth / CenterVariance;
        offsets[1] = (centerY - anchor.CenterY) / anchorHeight / CenterVariance;
        offsets[2] = DeterministicMath.Log(width / anchorWidth) / SizeVariance;
        offsets[3] = DeterministicMath.Log(height / anchorHeight) / SizeVariance;
    }
}
