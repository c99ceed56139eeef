using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class GeometryOptionsTests
{
    private static readonly CropOptions s_fixed = new() { Box = new BoxPixels(0, 0, 5, 5) };

    public static TheoryData<GeometryStepOptions[], int, string> Broken => new()
    {
        { [new RotateOptions(), new CropOptions()], 1, "stands after rotate" },
        { [new RotateOptions(), new FlipOptions(), new ExpandOptions()], 2, "stands after rotate" },
        { [new RotateOptions(), new LetterboxOptions()], 1, "stands after rotate" },
        { [new LetterboxOptions(), new SsdCropOptions()], 1, "stands after letterbox" },
        { [new LetterboxOptions(), new LetterboxOptions()], 1, "stands after letterbox" },
        { [new SsdCropOptions(), new CropToBoxOptions()], 1, "cropToBox stands after ssdCrop" },
        { [new CropToBoxOptions(), new CropToBoxOptions()], 1, "cropToBox stands after cropToBox" },
        { [new ExpandOptions(), s_fixed], 1, "crop with a box stands after expand" },
        { [new CropToBoxOptions(), s_fixed], 1, "crop with a box stands after cropToBox" },
        { [new ExpandOptions(), new CropOptions(), new ExpandOptions()], 2, "expand is there twice" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Validate_WhenARuleIsBroken_PointsAtTheStep(GeometryStepOptions[] steps, int index, string rule)
    {
        var options = new GeometryOptions { Output = new(300, 300), Steps = steps };
        GeometryFinding finding = Assert.IsType<GeometryFinding>(GeometryOptions.Validate(options));
        Assert.Equal((index, steps[index].Name), (finding.StepIndex, finding.Key));
        Assert.Contains(rule, finding.Rule, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GeometryStage(options, 1));
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(300, 0)]
    [InlineData(8193, 300)]
    [InlineData(300, 8193)]
    public void Validate_WhenTheOutputIsNoPicture_PointsAtIt(int width, int height)
    {
        GeometryFinding finding = Assert.IsType<GeometryFinding>(GeometryOptions.Validate(new() { Output = new(width, height) }));
        Assert.Equal((-1, "output"), (finding.StepIndex, finding.Key));
    }

    [Fact]
    public void Validate_WhenTheOrderIsRight_FindsNothing()
    {
        GeometryStepOptions[] steps =
        [
            new FlipOptions(), new CropToBoxOptions(), new ExpandOptions(), new FlipOptions(), new CropOptions(), new SsdCropOptions(),
            new LetterboxOptions(), new RotateOptions(), new FlipOptions(), new RotateOptions(),
        ];
        Assert.Null(GeometryOptions.Validate(new() { Output = new(300, 300), Steps = steps }));
        Assert.Null(GeometryOptions.Validate(new() { Output = new(1, 8192) }));
    }
}
