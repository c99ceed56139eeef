namespace FeatureForge.Pipeline.Targets;

/// <summary>The anchor that fits an object best.</summary>
/// <param name="Anchor">Number of the anchor, -1 when none overlaps enough.</param>
/// <param name="IoU">Their IoU, 0 when none overlaps enough.</param>
internal readonly record struct AnchorChoice(int Anchor, float IoU)
{
    public static AnchorChoice None { get; } = new(-1, 0);
}
