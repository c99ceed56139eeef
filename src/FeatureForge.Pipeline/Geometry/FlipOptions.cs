namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of <c>flip</c>: left and right are exchanged.</summary>
public sealed record FlipOptions : GeometryStepOptions
{
    /// <inheritdoc/>
    public override string Name => "flip";

    /// <inheritdoc/>
    public override bool IsRandom => true;

    internal override bool IsWindowStep => false;

    internal override GeometryStep CreateStep() => new Flip { IsRandom = true, Probability = Probability };
}
