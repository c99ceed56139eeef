using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of <c>expand</c>: the zoom out of SSD.</summary>
public sealed record ExpandOptions : GeometryStepOptions
{
    /// <inheritdoc/>
    public override string Name => "expand";

    /// <summary>Width and height of the canvas as multiples of the view's, 1 or more.</summary>
    public NumberRange Ratio { get; init; } = new(1, 4);

    /// <summary>Colour around the view.</summary>
    public RgbColor Fill { get; init; } = new(124, 116, 104);

    /// <inheritdoc/>
    public override bool IsRandom => true;

    internal override GeometryStep CreateStep() => new Expand(this) { IsRandom = true, Probability = Probability };
}
