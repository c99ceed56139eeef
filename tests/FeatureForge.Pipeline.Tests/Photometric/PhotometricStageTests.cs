using System.Text;
using System.Text.Json.Nodes;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>Order of steps, probability and streams of the stage.</summary>
public class PhotometricStageTests
{
    private static readonly ImageShape s_shape = new(20, 10);

    [Fact]
    public void Run_WithTwoSteps_KeepsTheOrderOfTheRecipe()
    {
        var brighter = new BrightnessOptions { Delta = new NumberRange(100, 100) };
        var harder = new ContrastOptions { Factor = new NumberRange(2, 2) };
        (byte[] pixels, string log) = Run([brighter, harder], level: 100);
        Assert.All(pixels, level => Assert.Equal(255, level));
        Assert.Equal("""[{"brightness":{"delta":100}},{"contrast":{"factor":2}}]""", log);
        (pixels, log) = Run([harder, brighter], level: 100);
        Assert.All(pixels, level => Assert.Equal(172, level));
        Assert.Equal("""[{"contrast":{"factor":2}},{"brightness":{"delta":100}}]""", log);
    }

    [Fact]
    public void Run_WhenProbabilityIsZero_LeavesPixelsAndLogAlone()
    {
        (byte[] pixels, string log) = Run([.. PhotometricSteps.All.Select(step => PhotometricSample.Options(step.Name, ("p", 0.0)))], level: 77);
        Assert.All(pixels, level => Assert.Equal(77, level));
        Assert.Equal("[]", log);
    }

    [Fact]
    public void Run_WhenProbabilityIsAThird_CarriesTheStepOutOnAThirdOfTheSamples()
    {
        int done = 0;
        for (ulong sample = 0; sample < 3000; sample++)
            done += Run([new BrightnessOptions { Probability = 1.0 / 3 }], 9, sample * 0x9E37_79B9_7F4A_7C15).Log.Length > 2 ? 1 : 0;
        Assert.InRange(done, 900, 1100);
    }

    [Fact]
    public void Run_WhenAStepBeforeIsNotDue_DrawsTheSame()
    {
        var blur = new BlurOptions();
        JsonNode alone = JsonNode.Parse(Run([new NoiseOptions { Probability = 0 }, blur], 9).Log)!;
        JsonNode second = JsonNode.Parse(Run([new NoiseOptions(), blur], 9).Log)!;
        Assert.Equal(alone[0]!.ToJsonString(), second[1]!.ToJsonString());
    }

    [Fact]
    public void Run_WithTheSameStepTwice_DrawsFromTwoStreams()
    {
        JsonNode log = JsonNode.Parse(Run([new BrightnessOptions(), new BrightnessOptions()], 9).Log)!;
        Assert.NotEqual(log[0]!.ToJsonString(), log[1]!.ToJsonString());
    }

    [Fact]
    public void Run_OfTheExampleRecipe_DiffersBetweenEpochsAndSamplesButNotBetweenRuns()
    {
        PhotometricStepOptions[] recipe =
        [
            PhotometricSample.Options("backlight", ("p", 0.3), ("strength", new NumberRange(0.3, 0.8))),
            PhotometricSample.Options("shadows", ("p", 0.3)),
            PhotometricSample.Options("brightness", ("p", 0.5)),
            PhotometricSample.Options("contrast", ("p", 0.5)),
            PhotometricSample.Options("blur", ("sigma", new NumberRange(0.4, 2.0)), ("p", 0.3)),
            PhotometricSample.Options("motionBlur", ("p", 0.2)),
            PhotometricSample.Options("noise", ("p", 0.2)),
        ];
        var first = Run(recipe, 90, keyHash: 4, epoch: 0);
        var again = Run(recipe, 90, keyHash: 4, epoch: 0);
        Assert.Equal(first.Pixels, again.Pixels);
        Assert.Equal(first.Log, again.Log);
        Assert.NotEqual(first.Log, Run(recipe, 90, keyHash: 4, epoch: 1).Log);
        Assert.NotEqual(first.Log, Run(recipe, 90, keyHash: 5, epoch: 0).Log);
    }

    private static (byte[] Pixels, string Log) Run(PhotometricStepOptions[] steps, byte level, ulong keyHash = 42, int epoch = 0)
    {
        using var stage = new PhotometricStage(steps, s_shape);
        byte[] pixels = new byte[s_shape.RgbBytes];
        pixels.AsSpan().Fill(level);
        var log = new AugmentationLog();
        log.Clear();
        stage.Run(new ImageView(s_shape, pixels), PhotometricSample.Boxes(s_shape), 7, keyHash, epoch, log);
        return (pixels, Encoding.UTF8.GetString(log.Json));
    }
}
