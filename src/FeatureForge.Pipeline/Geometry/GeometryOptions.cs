using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Options of stage 3: shape of the output picture and the steps in recipe order.</summary>
public sealed record GeometryOptions
{
    /// <summary>Longest side of the output picture in pixels.</summary>
    public const int LongestOutputSide = 8192;

    /// <summary>Shape of the output picture.</summary>
    public required ImageShape Output { get; init; }

    /// <summary>Steps in recipe order; none is a plain resize of the whole picture.</summary>
    public IReadOnlyList<GeometryStepOptions> Steps { get; init; } = [];

    /// <summary>Checks the rules between steps: what comes first, what comes last, what may be there once.</summary>
    /// <param name="options">Options whose values are each in range.</param>
    /// <returns>The first rule broken, or null.</returns>
    public static GeometryFinding? Validate(GeometryOptions options)
    {
        ImageShape output = options.Output;
        if (output.Width is < 1 or > LongestOutputSide || output.Height is < 1 or > LongestOutputSide)
            return new GeometryFinding(-1, "output", $"The output is {output}; each side must be 1 to {LongestOutputSide} pixels.");
        for (int i = 0; i < options.Steps.Count; i++)
        {
            if (FindBrokenRule(options.Steps, i) is string rule)
                return new GeometryFinding(i, options.Steps[i].Name, rule);
        }

        return null;
    }

    private static string? FindBrokenRule(IReadOnlyList<GeometryStepOptions> steps, int index)
    {
        GeometryStepOptions step = steps[index];
        if (!step.IsWindowStep)
            return null;
        GeometryStepOptions[] before = [.. steps.Take(index)];
        if (before.Any(other => other is RotateOptions))
            return $"{step.Name} stands after rotate; rotate acts after the output resize, so crops, expand and letterbox must come before it.";
        if (before.Any(other => other is LetterboxOptions))
            return $"{step.Name} stands after letterbox; letterbox must be the last of the steps before the output resize, and there may be one.";
        if (PartOfPicture(step) is string part && before.FirstOrDefault(other => other.IsWindowStep) is { } earlier)
            return $"{part} stands after {earlier.Name}; it names a part of the upright picture, so it must be the first crop, and there may be one.";
        if (step is ExpandOptions && before.Any(other => other is ExpandOptions))
            return "expand is there twice; there may be one, with the product of the ratios.";
        return null;
    }

    private static string? PartOfPicture(GeometryStepOptions step) => step switch
    {
        CropToBoxOptions => "cropToBox",
        CropOptions { Box: not null } => "crop with a box",
        _ => null,
    };
}
