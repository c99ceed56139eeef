namespace FeatureForge.Core.Options;

/// <summary>Where a step acts relative to the output resize.</summary>
public enum StepPlacement
{
    /// <summary>Chooses the part of the picture that the output resize reads, or where it writes.</summary>
    BeforeOutputResize,

    /// <summary>Acts on the picture of output size.</summary>
    AfterOutputResize,
}
