using FeatureForge.Core.Errors;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class CropTests
{
    private static readonly ImageShape s_output = new(40, 30);

    [Fact]
    public void Run_WhenRandom_KeepsAreaAspectAndWholePixels()
    {
        var shape = new ImageShape(400, 300);
        var options = StageInput.Steps(s_output, new CropOptions { Area = new(0.05, 0.25), Aspect = new(0.5, 2) });
        using var stage = new GeometryStage(options, 3);
        double shares = 0;
        double smallestX = 400, largestX1 = 0;
        int wide = 0;
        const int Count = 3000;
        for (int i = 0; i < Count; i++)
        {
            StageRun run = StageRun.Drawn(stage, new StageInput(shape, [], options) { KeyHash = (ulong)i });
            var (x0, y0, x1, y1) = run.Window("crop")!.Value;
            Assert.True(x0 >= 0 && y0 >= 0 && x1 <= 400 && y1 <= 300 && x1 > x0 && y1 > y0, run.Log);
            Assert.True(new[] { x0, y0, x1, y1 }.All(edge => edge == Math.Floor(edge)), run.Log);
            double share = (x1 - x0) * (y1 - y0) / (400.0 * 300.0);
            Assert.InRange(share, 0.049, 0.255);
            Assert.InRange((x1 - x0) / (y1 - y0), 0.485, 2.06);
            shares += share;
            smallestX = Math.Min(smallestX, x0);
            largestX1 = Math.Max(largestX1, x1);
            wide += x1 - x0 > y1 - y0 ? 1 : 0;
        }

        // Every trial fits at these shares, so nothing is drawn again and the means are those of the ranges.
        Assert.InRange(shares / Count, 0.145, 0.155);
        Assert.InRange((double)wide / Count, 0.46, 0.54);
        Assert.Equal((0, 400), (smallestX, largestX1));
    }

    [Fact]
    public void Run_WhenNoTrialFits_TakesTheLargestCentredPart()
    {
        var shape = new ImageShape(1000, 10);
        var input = new StageInput(shape, [], StageInput.Steps(s_output, new CropOptions { Area = new(1, 1), Aspect = new(0.75, 1.5) }));
        using var stage = new GeometryStage(input.Options, 3);
        Assert.Equal((492, 0, 507, 10), StageRun.Drawn(stage, input).Window("crop"));
    }

    [Fact]
    public void Run_WhenBoxIsFixed_ShowsItOnEverySplitAndKeepsBoxesByCentre()
    {
        var shape = new ImageShape(60, 50);
        byte[] pixels = Pictures.Noise(shape, 8);
        var window = new BoxPixels(10.5f, 5.25f, 50, 45);
        var input = new StageInput(shape, pixels, StageInput.Steps(s_output, new CropOptions { Box = window }))
        {
            Augment = false,
            Boxes = [new(0, 0, 20, 20), new(8, 10, 20, 20), new(45, 40, 60, 50), new(12, 8, 16, 12)],
        };
        StageRun run = StageRun.Of(input);
        Assert.Equal(Pictures.Resize(pixels, shape, window, s_output, SimdLevel.Scalar), run.Picture);
        Assert.Equal([1, 3], run.Labels);
        Assert.Equal("[]", run.Log);
        Assert.Equal(0, run.Boxes[0].X0);
        Assert.Equal((20 - 10.5) * 40 / 39.5, run.Boxes[0].X1, 4);
        Assert.Equal((10 - 5.25) * 30 / 39.75, run.Boxes[0].Y0, 4);
    }

    [Theory]
    [InlineData(0, 0, 61, 50)]
    [InlineData(0, 0, 60, 50.5f)]
    public void Plan_WhenFixedBoxIsOutside_IsABadSample(float x0, float y0, float x1, float y1)
    {
        var input = new StageInput(new(60, 50), [], StageInput.Steps(s_output, new CropOptions { Box = new(x0, y0, x1, y1) }));
        using var stage = new GeometryStage(input.Options, 1);
        var error = Assert.Throws<BadSampleException>(() => StageRun.Drawn(stage, input));
        Assert.Equal("crop-outside", error.Reason);
        Assert.Contains("60 x 50", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhenProbabilityIsZero_KeepsTheWholePicture()
    {
        var input = new StageInput(new(60, 50), [], StageInput.Steps(s_output, new CropOptions { Probability = 0 }));
        using var stage = new GeometryStage(input.Options, 1);
        Assert.Equal("[]", StageRun.Drawn(stage, input).Log);
    }
}
