using System.Globalization;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>The errors of the photometric room, made in one place.</summary>
internal static class PhotometricErrors
{
    public static FeatureForgeException ValueOutOfRange(string step, KeyDescription key, double value) => new(2, string.Create(
        CultureInfo.InvariantCulture,
        $"{step}.{key.Name} is {value}, allowed is {key.Minimum} to {key.Maximum}{Unit(key)}. Give a value within that range."));

    public static FeatureForgeException RangeReversed(string step, KeyDescription key, NumberRange range) => new(2, string.Create(
        CultureInfo.InvariantCulture,
        $"{step}.{key.Name} is [{range.Low}, {range.High}], the first end must not be above the second. Swap the two ends."));

    public static FeatureForgeException PictureTooLarge(string step, ImageShape shape, int largestSide) => new(
        2, $"{step} cannot work on pictures of {shape}, the limit is {largestSide} px on either side. Make geometry.output smaller.");

    private static string Unit(KeyDescription key) => key.Unit.Length == 0 ? "" : " " + key.Unit;
}
