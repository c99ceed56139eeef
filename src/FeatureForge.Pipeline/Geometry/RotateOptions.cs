using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of <c>rotate</c>: the content is turned about the centre of the output picture.</summary>
public sealed record RotateOptions : GeometryStepOptions
{
    /// <inheritdoc/>
    public override string Name => "rotate";

    /// <summary>Angle in degrees, counter-clockwise, -180 to 180.</summary>
    public NumberRange Degrees { get; init; } = new(-10, 10);

    /// <summary>Colour of pixels from outside the picture, or null to repeat its edge.</summary>
    public RgbColor? Fill { get; init; }

    /// <inheritdoc/>
    public override bool IsRandom => true;

    internal override bool IsWindowStep => false;

    internal override GeometryStep CreateStep() => new Rotate(this) { IsRandom = true, Probability = Probability };
}
