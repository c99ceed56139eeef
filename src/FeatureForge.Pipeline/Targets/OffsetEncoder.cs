using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// Boxes as offsets from anchors, in float32 and in this order: tx = (cx - cxa) / wa / 0.1, ty = (cy - cya) / ha / 0.1,
/// tw = ln(w / wa) / 0.2, th = ln(h / ha) / 0.2 (Liu et al. 2016, equation 2, with Caffe's variances).
/// </summary>
internal static class OffsetEncoder
{
    private const float CenterVariance = 0.1f;
    private const float SizeVariance = 0.2f;

    /// <summary>Writes tx ty tw th.</summary>
    /// <param name="box">Box with an area.</param>
    /// <param name="anchor">Anchor that the box is measured from.</param>
    /// <param name="offsets">float32 [4].</param>
    public static void Encode(BoxCorners box, BoxCenterSize anchor, Span<float> offsets)
    {
        float centerX = (box.X0 + box.X1) * 0.5f;
        float centerY = (box.Y0 + box.Y1) * 0.5f;
        float width = box.X1 - box.X0;
        float height = box.Y1 - box.Y0;
        offsets[0] = (centerX - anchor.CenterX) / anchor.Width / CenterVariance;
        offsets[1] = (centerY - anchor.CenterY) / anchor.Height / CenterVariance;
        offsets[2] = DeterministicMath.Log(width / anchor.Width) / SizeVariance;
        offsets[3] = DeterministicMath.Log(height / anchor.Height) / SizeVariance;
    }
}
