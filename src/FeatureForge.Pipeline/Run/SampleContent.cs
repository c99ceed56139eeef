using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Run;

/// <summary>What a sample became, before its picture is encoded. Everything is a view into buffers of one worker.</summary>
internal readonly ref struct SampleContent
{
    /// <summary>The sample.</summary>
    public required SampleDescription Sample { get; init; }

    /// <summary>Epoch that its random steps were drawn for.</summary>
    public required int Epoch { get; init; }

    /// <summary>Finished picture.</summary>
    public required ImageView Picture { get; init; }

    /// <summary>Boxes in shares of the picture.</summary>
    public required ReadOnlySpan<BoxCorners> Boxes { get; init; }

    /// <summary>Label id of each box.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Targets; null when the recipe has none.</summary>
    public required AnchorTargets? Targets { get; init; }

    /// <summary>Drawn parameters as JSON.</summary>
    public required ReadOnlySpan<byte> Augmentation { get; init; }
}
