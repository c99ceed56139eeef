using System.Text.Json.Nodes;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Options;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>What holds for every photometric step alike.</summary>
public class PhotometricStepsTests
{
    public static TheoryData<string> Names => PhotometricSample.StepNames;

    [Fact]
    public void All_NamesEachStepOnce_WithPFirstAndADefaultForEveryKey()
    {
        Assert.Equal(
            ["backlight", "shadows", "brightness", "contrast", "gamma", "saturation", "hue", "blur", "motionBlur", "noise"],
            PhotometricSteps.All.Select(step => step.Name));
        Assert.All(PhotometricSteps.All, step =>
        {
            Assert.Equal("p", step.Keys[0].Name);
            Assert.Equal(StepPlacement.AfterOutputResize, step.Placement);
            Assert.True(step.Random);
            Assert.All(step.Keys.Skip(1), key =>
            {
                var range = Assert.IsType<NumberRange>(key.Default);
                Assert.True(key.Minimum <= range.Low && range.Low <= range.High && range.High <= key.Maximum, key.Name);
            });
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_FromDefaults_NamesTheOperationAsTheStep(string step)
    {
        PhotometricStepOptions options = PhotometricSample.Options(step, ("p", 0.25));
        Assert.Equal(0.25, options.Probability);
        IPhotometricOperation operation = options.CreateOperation(new ImageShape(8, 8));
        Assert.Equal(step, operation.Name);
        Assert.True(operation.RunsInPlace);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_FromGivenRanges_DrawsWithinThem(string step)
    {
        StepDescription description = PhotometricSteps.All.Single(candidate => candidate.Name == step);
        (string Key, object Value)[] given = [.. description.Keys.Skip(1).Select(key => (key.Name, (object)new NumberRange(key.Maximum, key.Maximum)))];
        IPhotometricOperation operation = PhotometricSample.Options(step, given).CreateOperation(new ImageShape(33, 17));
        var log = new AugmentationLog();
        PhotometricSample.Run(operation, new ImageShape(33, 17), 1, log);
        JsonNode entry = JsonNode.Parse(log.Json)![0]![step]!;
        Assert.All(given, pair => Assert.Equal(((NumberRange)pair.Value).High, (double)entry[pair.Key]!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CreateOperation_WhenAValueIsOutOfRange_SaysStepKeyValueAndRule(string step)
    {
        foreach (KeyDescription key in PhotometricSteps.All.Single(candidate => candidate.Name == step).Keys.Skip(1))
        {
            var beyond = new NumberRange(key.Minimum, key.Maximum + 1);
            var error = Assert.Throws<FeatureForgeException>(() => PhotometricSample.Options(step, (key.Name, beyond)).CreateOperation(new ImageShape(8, 8)));
            Assert.Equal(2, error.ExitCode);
            Assert.StartsWith($"{step}.{key.Name} is {key.Maximum + 1}, allowed is {key.Minimum} to {key.Maximum}", error.Message, StringComparison.Ordinal);
            var notANumber = new NumberRange(double.NaN, key.Maximum);
            Assert.Throws<FeatureForgeException>(() => PhotometricSample.Options(step, (key.Name, notANumber)).CreateOperation(new ImageShape(8, 8)));
            var reversed = new NumberRange(key.Maximum, key.Minimum);
            error = Assert.Throws<FeatureForgeException>(() => PhotometricSample.Options(step, (key.Name, reversed)).CreateOperation(new ImageShape(8, 8)));
            Assert.Contains("must not be above the second", error.Message, StringComparison.Ordinal);
        }

        var probability = Assert.Throws<FeatureForgeException>(() => PhotometricSample.Options(step, ("p", 1.5)).CreateOperation(new ImageShape(8, 8)));
        Assert.Contains($"{step}.p is 1.5, allowed is 0 to 1", probability.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_InPlaceOrApart_GivesTheSamePixels(string step)
    {
        foreach (ImageShape shape in PhotometricSample.Shapes)
        {
            IPhotometricOperation operation = PhotometricSample.Options(step).CreateOperation(shape);
            byte[] inPlace = PhotometricSample.Run(operation, shape, 11, new AugmentationLog());
            byte[] apart = PhotometricSample.Run(operation, shape, 11, new AugmentationLog(), inPlace: false);
            PhotometricSample.AssertSame(apart, inPlace, shape, step);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_AfterOtherSamples_GivesWhatAFreshOperationGives(string step)
    {
        var shape = new ImageShape(65, 40);
        IPhotometricOperation used = PhotometricSample.Options(step).CreateOperation(shape);
        for (ulong sample = 0; sample < 8; sample++)
            PhotometricSample.Run(used, shape, sample, new AugmentationLog());
        var usedLog = new AugmentationLog();
        var freshLog = new AugmentationLog();
        byte[] fromUsed = PhotometricSample.Run(used, shape, 99, usedLog);
        byte[] fromFresh = PhotometricSample.Run(PhotometricSample.Options(step).CreateOperation(shape), shape, 99, freshLog);
        PhotometricSample.AssertSame(fromFresh, fromUsed, shape, step);
        Assert.Equal(freshLog.Json.ToArray(), usedLog.Json.ToArray());
        Assert.NotEqual(PhotometricSample.Picture(shape), fromUsed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawAndRun_OnceWarm_AllocateNothing(string step)
    {
        var shape = new ImageShape(64, 48);
        IPhotometricOperation operation = PhotometricSample.Options(step).CreateOperation(shape);
        byte[] pixels = PhotometricSample.Picture(shape);
        byte[] scratch = new byte[operation.ScratchBytes];
        BoxPixels[] boxes = PhotometricSample.Boxes(shape);
        var log = new AugmentationLog();
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (ulong sample = 0; sample < 20; sample++)
            {
                log.Clear();
                SampleRandom random = PhotometricSample.Random(sample);
                operation.Draw(ref random, sample % 2 == 0 ? boxes : [], log);
                operation.Run(new ReadOnlyImageView(shape, pixels), new ImageView(shape, pixels), scratch);
            }
        }));
    }
}
