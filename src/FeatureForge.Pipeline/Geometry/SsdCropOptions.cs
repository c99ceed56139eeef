using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of <c>ssdCrop</c>: the patch sampling of SSD.</summary>
public sealed record SsdCropOptions : GeometryStepOptions
{
    /// <inheritdoc/>
    public override string Name => "ssdCrop";

    /// <summary>Minimum IoU of the patch with a box, 0 to 1; each is as likely as the whole view and as any patch.</summary>
    public IReadOnlyList<double> MinimumIoU { get; init; } = [0.1, 0.3, 0.5, 0.7, 0.9];

    /// <summary>Width and height of the patch as shares of the view's, drawn separately, above 0 to 1.</summary>
    public NumberRange Scale { get; init; } = new(0.3, 1.0);

    /// <summary>Width over height of the patch in pixels; others are tried again.</summary>
    public NumberRange Aspect { get; init; } = new(0.5, 2.0);

    /// <summary>Patches tried before the view is kept as it is, at least 1.</summary>
    public int Trials { get; init; } = 40;

    /// <inheritdoc/>
    public override bool IsRandom => true;

    internal override GeometryStep CreateStep() => new SsdCrop(this) { IsRandom = true, Probability = Probability };
}
