using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Every geometry step that a recipe can name, described once for validator, schema and documentation.</summary>
public static class GeometrySteps
{
    private const string InOutputResize = "none of its own: the output resize reads the window (reference: bilinear, widened when shrinking)";

    /// <summary>All steps, in the order of the documentation; <see cref="StepDescription.Create"/> gives a <see cref="GeometryStepOptions"/>.</summary>
    public static IReadOnlyList<StepDescription> All { get; } = [Crop(), SsdCrop(), CropToBox(), Expand(), Letterbox(), Flip(), Rotate()];

    private static StepDescription Crop() => new()
    {
        Name = "crop",
        Summary = "Cuts out a random part (area share and aspect, as torchvision's RandomResizedCrop, whole pixels), or with box the same part of every picture. A box stays when its centre lies inside, and is clipped.",
        Placement = StepPlacement.BeforeOutputResize,
        Interpolation = InOutputResize,
        Keys =
        [
            new() { Name = "area", Kind = ValueKind.Range, Summary = "Share of the area that is kept.", Default = new NumberRange(0.5, 1.0), Minimum = 0.001, Maximum = 1 },
            new() { Name = "aspect", Kind = ValueKind.Range, Summary = "Width over height of the part in pixels, drawn evenly on a logarithmic scale; ten trials, then the largest centred part that fits.", Default = new NumberRange(0.75, 1.33), Minimum = 0.01, Maximum = 100 },
            KeyDescription.Probability(1),
            new() { Name = "box", Kind = ValueKind.Box, Summary = "Fixed part [x0, y0, x1, y1] of the upright picture instead; fractions allowed; draws nothing, so it acts on every split. Must be the first crop. A picture that does not hold it is quarantined as crop-outside.", Minimum = 0, Unit = "px" },
        ],
        Create = CreateCrop,
    };

    private static CropOptions CreateCrop(StepValues values)
    {
        if (values.Box("box") is not BoxPixels box)
            return new CropOptions { Area = values.Range("area"), Aspect = values.Range("aspect"), Probability = values.Number("p") };
        foreach (string key in (string[])["area", "aspect", "p"])
        {
            if (values.IsGiven(key))
                throw new StepRuleException(key, $"{key} is given beside box; a crop is either random (area, aspect, p) or fixed (box).");
        }

        if (!box.HasArea || box.X0 < 0 || box.Y0 < 0)
            throw new StepRuleException("box", FormattableString.Invariant($"The box is [{box.X0}, {box.Y0}, {box.X1}, {box.Y1}]; it must have 0 <= x0 < x1 and 0 <= y0 < y1."));
        return new CropOptions { Box = box };
    }

    private static StepDescription SsdCrop() => new()
    {
        Name = "ssdCrop",
        Summary = "Cuts out a patch as SSD does: the whole view, a patch with one of the minimum IoUs, or any patch, all equally likely. A patch must hold the centre of a box; a box stays when its centre lies inside, and is clipped.",
        Placement = StepPlacement.BeforeOutputResize,
        Interpolation = InOutputResize,
        Keys =
        [
            new() { Name = "minIou", Kind = ValueKind.NumberList, Summary = "Minimum IoU of the patch with at least one box; each value is one of the choices.", Default = new[] { 0.1, 0.3, 0.5, 0.7, 0.9 }, Minimum = 0, Maximum = 1 },
            new() { Name = "scale", Kind = ValueKind.Range, Summary = "Width and height of the patch as shares of the view's, drawn separately.", Default = new NumberRange(0.3, 1.0), Minimum = 0.001, Maximum = 1 },
            new() { Name = "aspect", Kind = ValueKind.Range, Summary = "Width over height of the patch in pixels; others are tried again.", Default = new NumberRange(0.5, 2.0), Minimum = 0.01, Maximum = 100 },
            new() { Name = "trials", Kind = ValueKind.Integer, Summary = "Patches tried before the view is kept as it is.", Default = 40L, Minimum = 1, Maximum = 10000 },
            KeyDescription.Probability(1),
        ],
        Create = values => new SsdCropOptions
        {
            MinimumIoU = values.NumberList("minIou"),
            Scale = values.Range("scale"),
            Aspect = values.Range("aspect"),
            Trials = (int)values.Integer("trials"),
            Probability = values.Number("p"),
        },
    };

    private static StepDescription CropToBox() => new()
    {
        Name = "cropToBox",
        Summary = "One sample per box: cuts out the box with a margin, in whole pixels, clipped to the picture; the other boxes are dropped. Acts on every split. Must be the first crop.",
        Placement = StepPlacement.BeforeOutputResize,
        Interpolation = InOutputResize,
        Random = false,
        Keys = [new() { Name = "margin", Kind = ValueKind.Number, Summary = "Added on each side as a share of the box's width or height.", Default = 0.2, Minimum = 0, Maximum = 10 }],
        Create = values => new CropToBoxOptions { Margin = values.Number("margin") },
    };

    private static StepDescription Expand() => new()
    {
        Name = "expand",
        Summary = "Zoom out of SSD: puts the view at a random whole-pixel place of a larger canvas, so that objects become small.",
        Placement = StepPlacement.BeforeOutputResize,
        Interpolation = InOutputResize,
        Fill = "fill, around the view; the border lies on whole output pixels",
        Keys =
        [
            new() { Name = "ratio", Kind = ValueKind.Range, Summary = "Width and height of the canvas as multiples of the view's.", Default = new NumberRange(1, 4), Minimum = 1, Maximum = 16 },
            KeyDescription.Probability(0.5),
            new() { Name = "fill", Kind = ValueKind.Color, Summary = "Colour around the view.", Default = new RgbColor(124, 116, 104), Unit = "levels of 255" },
        ],
        Create = values => new ExpandOptions { Ratio = values.Range("ratio"), Probability = values.Number("p"), Fill = values.Color("fill")!.Value },
    };

    private static StepDescription Letterbox() => new()
    {
        Name = "letterbox",
        Summary = "Keeps the aspect: the view is made as large as fits and centred. Acts on every split. Must be the last step before rotate.",
        Placement = StepPlacement.BeforeOutputResize,
        Interpolation = InOutputResize,
        Fill = "fill, in the bars",
        Random = false,
        Keys = [new() { Name = "fill", Kind = ValueKind.Color, Summary = "Colour of the bars.", Default = new RgbColor(128, 128, 128), Unit = "levels of 255" }],
        Create = values => new LetterboxOptions { Fill = values.Color("fill")!.Value },
    };

    private static StepDescription Flip() => new()
    {
        Name = "flip",
        Summary = "Mirrors the output picture left to right, wherever the step stands among the crops.",
        Placement = StepPlacement.AfterOutputResize,
        Keys = [KeyDescription.Probability(0.5)],
        Create = values => new FlipOptions { Probability = values.Number("p") },
    };

    private static StepDescription Rotate() => new()
    {
        Name = "rotate",
        Summary = "Turns the photo's content about the centre of the output picture, counter-clockwise for positive degrees; a different scale of width and height is allowed for, so angles in the photo stay right. A box becomes the hull of the turned box, clipped.",
        Placement = StepPlacement.AfterOutputResize,
        Interpolation = "bilinear, 16.16 coordinates, 11-bit weights",
        Fill = "fill, for what comes from outside",
        Keys =
        [
            new() { Name = "degrees", Kind = ValueKind.Range, Summary = "Angle, counter-clockwise.", Default = new NumberRange(-10, 10), Minimum = -180, Maximum = 180, Unit = "degrees" },
            KeyDescription.Probability(1),
            new() { Name = "fill", Kind = ValueKind.Color, Summary = "Colour of pixels from outside the picture; edge (the default) repeats its edge.", Choices = ["edge"], Unit = "levels of 255" },
        ],
        Create = values => new RotateOptions { Degrees = values.Range("degrees"), Probability = values.Number("p"), Fill = values.Color("fill") },
    };
}
