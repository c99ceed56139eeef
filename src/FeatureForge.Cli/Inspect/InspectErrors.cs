using FeatureForge.Core.Errors;

namespace FeatureForge.Cli.Inspect;

/// <summary>Why inspect does not draw a picture.</summary>
internal static class InspectErrors
{
    /// <summary>Word by which the decoder calls a picture with too many pixels.</summary>
    public const string TooLargeReason = "too-large";

    // The decoder's own sentence advises a key of the recipe, and inspect has no recipe.
    public static BadSampleException TooLargeToDraw(long maximumPixels, BadSampleException cause) => new(
        TooLargeReason, $"The picture declares more than the {maximumPixels} pixels that inspect draws at most. Store smaller pictures, or look at it with another program.", cause.ByteOffset, cause);
}
