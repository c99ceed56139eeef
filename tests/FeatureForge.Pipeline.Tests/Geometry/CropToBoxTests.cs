using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class CropToBoxTests
{
    private static readonly ImageShape s_output = new(32, 32);

    [Fact]
    public void Run_WhenBoxIsNamed_ShowsItWithMarginInWholePixels()
    {
        var shape = new ImageShape(100, 80);
        byte[] pixels = Pictures.Noise(shape, 8);
        var input = new StageInput(shape, pixels, StageInput.Steps(s_output, new CropToBoxOptions { Margin = 0.25 }))
        {
            Augment = false,
            BoxNumber = 1,
            Boxes = [new(30, 30, 40, 40), new(20.5f, 30, 40.5f, 50), new(25, 35, 30, 40)],
        };
        StageRun run = StageRun.Of(input);
        // 20 wide, margin 5: 15.5 to 45.5 and 25 to 55, then outwards to whole pixels.
        Assert.Equal(Pictures.Resize(pixels, shape, new(15, 25, 46, 55), s_output, SimdLevel.Scalar), run.Picture);
        Assert.Equal([1], run.Labels);
        Assert.Equal(5.5 * 32 / 31, run.Boxes[0].X0, 4);
        Assert.Equal(25.0 * 32 / 30, run.Boxes[0].Y1, 4);
    }

    [Fact]
    public void Run_WhenMarginLeavesThePicture_IsClipped()
    {
        var shape = new ImageShape(100, 80);
        byte[] pixels = Pictures.Noise(shape, 9);
        var input = new StageInput(shape, pixels, StageInput.Steps(s_output, new CropToBoxOptions { Margin = 1 })) { BoxNumber = 0, Boxes = [new(-5, 60, 10, 90)] };
        StageRun run = StageRun.Of(input);
        Assert.Equal(Pictures.Resize(pixels, shape, new(0, 40, 20, 80), s_output, SimdLevel.Scalar), run.Picture);
        Assert.Equal(new BoxPixels(0, 16, 16, 32), Assert.Single(run.Boxes));
    }

    [Theory]
    [InlineData(-1, "no-box")]
    [InlineData(5, "no-box")]
    [InlineData(0, "box-outside")]
    public void Plan_WhenThereIsNoBoxToShow_IsABadSample(int boxNumber, string reason)
    {
        var input = new StageInput(new(60, 50), [], StageInput.Steps(s_output, new CropToBoxOptions())) { BoxNumber = boxNumber, Boxes = [new(70, 10, 80, 20)] };
        using var stage = new GeometryStage(input.Options, 1);
        Assert.Equal(reason, Assert.Throws<BadSampleException>(() => StageRun.Drawn(stage, input)).Reason);
    }
}
