using System.Globalization;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Errors of the geometry room, by condition.</summary>
internal static class GeometryErrors
{
    public static BadSampleException CropOutside(BoxPixels box, ImageShape picture) => new(
        "crop-outside",
        string.Create(CultureInfo.InvariantCulture, $"The crop box [{box.X0}, {box.Y0}, {box.X1}, {box.Y1}] reaches outside the upright picture of {picture}. Make the box smaller, or leave pictures of this size out."));

    public static BadSampleException NoBoxToCropTo() => new(
        "no-box",
        "The step cropToBox needs a box, this sample has none. Give the image a box in the annotations, or leave it out.");

    public static BadSampleException BoxOutside(BoxPixels box, ImageShape picture) => new(
        "box-outside",
        string.Create(CultureInfo.InvariantCulture, $"The box [{box.X0}, {box.Y0}, {box.X1}, {box.Y1}] to crop to has no area inside the upright picture of {picture}. Correct the annotation; boxSpace says whether boxes are upright or stored."));

    public static BadSampleException SideTooLong(ImageShape picture, int longest) => new(
        "side-too-long",
        $"The picture of {picture} has a side of more than {longest} pixels. Scale it down, or leave it out.");

    public static NotSupportedException LayoutNotPlanned(RowLayout layout, RowLayout planned) => new(
        $"The decoder delivered rows of {layout}, its plan promised {planned}. Plan the resize by what the decoder delivers.");

    public static NotSupportedException ChromaNotPlanned(int firstRow, (int X, int Y) factors, RowFormat planned) => new(
        $"The decoder delivered a band from row {firstRow} on with chroma factors {factors.X} and {factors.Y}, the plan says {planned.ChromaFactorX} and {planned.ChromaFactorY} and whole rows of chroma. Plan the resize by what the decoder delivers.");

    public static InvalidOperationException RowsMissing(int first, int end) => new(
        $"Rows {first} to {end - 1} of the picture were needed and not delivered.");
}
