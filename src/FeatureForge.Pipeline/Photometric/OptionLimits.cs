using FeatureForge.Core.Options;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Holds option values against the limits of the step's own description, so that options built in code meet the rules of a recipe.
/// </summary>
internal static class OptionLimits
{
    public static void Check(StepDescription step, string keyName, NumberRange range)
    {
        KeyDescription key = step.Keys.First(candidate => candidate.Name == keyName);
        CheckValue(step, key, range.Low);
        CheckValue(step, key, range.High);
        if (range.Low > range.High)
            throw PhotometricErrors.RangeReversed(step.Name, key, range);
    }

    public static void CheckProbability(StepDescription step, PhotometricStepOptions options) =>
        CheckValue(step, step.Keys.First(candidate => candidate.Name == "p"), options.Probability);

    private static void CheckValue(StepDescription step, KeyDescription key, double value)
    {
        if (!(value >= key.Minimum && value <= key.Maximum))
            throw PhotometricErrors.ValueOutOfRange(step.Name, key, value);
    }
}
