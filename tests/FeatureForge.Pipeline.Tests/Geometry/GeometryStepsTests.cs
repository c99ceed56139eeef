using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class GeometryStepsTests
{
    [Fact]
    public void Create_WhenNothingIsGiven_EqualsTheDefaultsOfTheOptions()
    {
        GeometryStepOptions[] expected =
        [
            new CropOptions(), new SsdCropOptions(), new CropToBoxOptions(), new ExpandOptions { Probability = 0.5 },
            new LetterboxOptions(), new FlipOptions { Probability = 0.5 }, new RotateOptions(),
        ];
        Assert.Equal(expected.Select(step => step.Name), GeometrySteps.All.Select(step => step.Name));
        foreach (var (step, options) in GeometrySteps.All.Zip(expected))
        {
            object made = Create(step.Name, []);
            Assert.Equal(step.Random, ((GeometryStepOptions)made).IsRandom);
            if (made is SsdCropOptions made2 && options is SsdCropOptions expected2)
            {
                Assert.Equal(expected2.MinimumIoU, made2.MinimumIoU);
                made = made2 with { MinimumIoU = expected2.MinimumIoU };
            }

            Assert.Equal(options, made);
        }
    }

    [Fact]
    public void Create_WhenEverythingIsGiven_KeepsIt()
    {
        Assert.Equal(
            new CropOptions { Area = new(0.1, 0.2), Aspect = new(1, 2), Probability = 0.25 },
            Create("crop", new() { ["area"] = new NumberRange(0.1, 0.2), ["aspect"] = new NumberRange(1, 2), ["p"] = 0.25 }));
        Assert.Equal(new CropOptions { Box = new BoxPixels(1, 2, 3, 4.5f) }, Create("crop", new() { ["box"] = new BoxPixels(1, 2, 3, 4.5f) }));
        var ssd = (SsdCropOptions)Create("ssdCrop", new() { ["minIou"] = new[] { 0.4 }, ["scale"] = new NumberRange(0.5, 0.6), ["aspect"] = new NumberRange(1, 1), ["trials"] = 7L, ["p"] = 0.5 });
        Assert.Equal([0.4], ssd.MinimumIoU);
        Assert.Equal((new NumberRange(0.5, 0.6), new NumberRange(1, 1), 7, 0.5), (ssd.Scale, ssd.Aspect, ssd.Trials, ssd.Probability));
        Assert.Equal(new CropToBoxOptions { Margin = 0.5 }, Create("cropToBox", new() { ["margin"] = 0.5 }));
        Assert.Equal(
            new ExpandOptions { Ratio = new(2, 3), Probability = 1, Fill = new(1, 2, 3) },
            Create("expand", new() { ["ratio"] = new NumberRange(2, 3), ["p"] = 1.0, ["fill"] = new RgbColor(1, 2, 3) }));
        Assert.Equal(new LetterboxOptions { Fill = new(1, 2, 3) }, Create("letterbox", new() { ["fill"] = new RgbColor(1, 2, 3) }));
        Assert.Equal(
            new RotateOptions { Degrees = new(-1, 1), Probability = 0.3, Fill = new(1, 2, 3) },
            Create("rotate", new() { ["degrees"] = new NumberRange(-1, 1), ["p"] = 0.3, ["fill"] = new RgbColor(1, 2, 3) }));
    }

    [Theory]
    [InlineData("area")]
    [InlineData("aspect")]
    [InlineData("p")]
    public void Create_WhenBoxAndARandomKeyAreGiven_PointsAtTheRandomKey(string key)
    {
        object value = key == "p" ? 0.5 : new NumberRange(0.5, 1);
        var error = Assert.Throws<StepRuleException>(() => Create("crop", new() { ["box"] = new BoxPixels(0, 0, 5, 5), [key] = value }));
        Assert.Equal(key, error.Key);
        Assert.Contains("either random", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 0, 5, 5)]
    [InlineData(0, 6, 5, 5)]
    [InlineData(-1, 0, 5, 5)]
    public void Create_WhenBoxHasNoArea_PointsAtIt(float x0, float y0, float x1, float y1)
    {
        var error = Assert.Throws<StepRuleException>(() => Create("crop", new() { ["box"] = new BoxPixels(x0, y0, x1, y1) }));
        Assert.Equal("box", error.Key);
        Assert.Contains($"[{x0}, {y0}, {x1}, {y1}]", error.Message, StringComparison.Ordinal);
    }

    private static object Create(string name, Dictionary<string, object?> given)
    {
        StepDescription step = GeometrySteps.All.Single(one => one.Name == name);
        return step.Create(new StepValues(step.Keys, given));
    }
}
