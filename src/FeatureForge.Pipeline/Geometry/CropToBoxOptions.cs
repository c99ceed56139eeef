namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of <c>cropToBox</c>: each sample shows one box, for a classifier of faces and the like.</summary>
public sealed record CropToBoxOptions : GeometryStepOptions
{
    /// <inheritdoc/>
    public override string Name => "cropToBox";

    /// <summary>Added on each side as a share of the box's width or height, 0 or more.</summary>
    public double Margin { get; init; } = 0.2;

    /// <inheritdoc/>
    public override bool IsRandom => false;

    internal override GeometryStep CreateStep() => new CropToBox(this) { IsRandom = false };
}
