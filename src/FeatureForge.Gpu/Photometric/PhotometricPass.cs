using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Photometric;

/// <summary>Steps of a recipe that one launch carries out: a stencil alone, or neighbouring point-wise steps together.</summary>
internal sealed class PhotometricPass
{
    /// <summary>First step.</summary>
    public required int First { get; init; }

    /// <summary>Step after the last one.</summary>
    public required int End { get; init; }

    /// <summary>Whose kernels run: a step's own, or those of <c>pointwise</c>.</summary>
    public required string Name { get; init; }

    /// <summary>True when the steps are point-wise.</summary>
    public required bool IsPointwise { get; init; }

    /// <summary>The program with the kernels.</summary>
    public required IComputeProgram Program { get; init; }

    /// <summary>True when an image of the batch has one of the steps.</summary>
    public bool IsDue { get; set; }

    /// <summary>True when an image has a program of several steps; a single one has only its parameters.</summary>
    public bool IsFused => IsPointwise && End - First > 1;
}
