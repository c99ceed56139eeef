using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of <c>crop</c>: a random part of the view, or the same box of every picture.</summary>
public sealed record CropOptions : GeometryStepOptions
{
    /// <inheritdoc/>
    public override string Name => "crop";

    /// <summary>Share of the view's area, above 0 to 1.</summary>
    public NumberRange Area { get; init; } = new(0.5, 1.0);

    /// <summary>Width over height in pixels, drawn evenly on a logarithmic scale.</summary>
    public NumberRange Aspect { get; init; } = new(0.75, 1.33);

    /// <summary>Fixed part in pixels of the upright picture, fractions allowed; when given, nothing is drawn and every split is cropped.</summary>
    public BoxPixels? Box { get; init; }

    /// <inheritdoc/>
    public override bool IsRandom => Box is null;

    internal override GeometryStep CreateStep() => Box is BoxPixels box
        ? new FixedCrop(box) { IsRandom = false }
        : new Crop(this) { IsRandom = true, Probability = Probability };
}
