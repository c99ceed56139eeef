using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Run;

/// <summary>A sample between header and pixels. Everything is a view into the worker that planned it.</summary>
internal readonly ref struct PlannedSample
{
    /// <summary>The sample.</summary>
    public required SampleDescription Sample { get; init; }

    /// <summary>Epoch that random steps are drawn for.</summary>
    public required int Epoch { get; init; }

    /// <summary>True when random steps act on it.</summary>
    public required bool Augment { get; init; }

    /// <summary>True when the processor's picture of it is compared with that of the reference.</summary>
    public required bool IsCompared { get; init; }

    /// <summary>The whole file.</summary>
    public required ReadOnlySpan<byte> File { get; init; }

    /// <summary>What its header promises, and how small it is decoded.</summary>
    public required DecodePlan Plan { get; init; }

    /// <summary>Geometry after <see cref="GeometryStage.PlanWindow"/> for this sample.</summary>
    public required GeometryStage Geometry { get; init; }

    /// <summary>Objects in view, in pixels of the output picture.</summary>
    public required ObjectList Objects { get; init; }

    /// <summary>Drawn parameters up to here; a route that takes the sample adds those of the photometric steps.</summary>
    public required AugmentationLog Log { get; init; }
}
