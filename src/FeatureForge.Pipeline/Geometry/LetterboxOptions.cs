using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of <c>letterbox</c>: the aspect is kept and bars fill the rest.</summary>
public sealed record LetterboxOptions : GeometryStepOptions
{
    /// <inheritdoc/>
    public override string Name => "letterbox";

    /// <summary>Colour of the bars.</summary>
    public RgbColor Fill { get; init; } = new(128, 128, 128);

    /// <inheritdoc/>
    public override bool IsRandom => false;

    internal override GeometryStep CreateStep() => new Letterbox(this) { IsRandom = false };
}
