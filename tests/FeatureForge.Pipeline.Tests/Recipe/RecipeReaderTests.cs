using FeatureForge.Core.Errors;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Records.Encode;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Recipe;

public class RecipeReaderTests
{
    [Fact]
    public void Parse_WhenGivenTheExample_ReadsEveryValue()
    {
        var recipe = RecipeText.Read(RecipeExample.Yaml);

        Assert.Equal((1, 7L, 1), (recipe.Version, recipe.Seed, recipe.Epochs));
        Assert.Equal("photos", recipe.Source.Images);
        Assert.Equal("faces.csv", recipe.Source.Annotations);
        Assert.Equal([new("train", 0.7), new("validation", 0.15), new("test", 0.15)], recipe.Source.Splits);
        Assert.Equal(new ImageShape(300, 300), recipe.OutputSize);
        Assert.Equal(["ssdCrop", "flip", "rotate"], recipe.GeometrySteps.Select(step => step.Name));
        Assert.Equal([0.1, 0.3, 0.5, 0.7, 0.9], recipe.GeometrySteps[0].As<StepValues>().NumberList("minIou"));
        Assert.Equal(new NumberRange(-10, 10), recipe.GeometrySteps[2].As<StepValues>().Range("degrees"));
        Assert.Equal(["backlight", "shadows", "brightness", "contrast", "blur", "motionBlur", "noise"], recipe.PhotometricSteps.Select(step => step.Name));
        Assert.Equal(new NumberRange(0.4, 2), recipe.PhotometricSteps[4].As<StepValues>().Range("sigma"));
        Assert.Equal("ssd300", recipe.Targets!.As<StepValues>().Text("anchors"));
        Assert.Equal(("shards", StoredImage.Raw, 256L << 20, RecordProfile.TensorFlowObjectDetection), (recipe.Output.Path, recipe.Output.Image, recipe.Output.ShardBytes, recipe.Output.Profile));
        Assert.Equal((BadSamplePolicy.Quarantine, 0.01), (recipe.OnBadSample, recipe.BadSampleBudget));
        Assert.Equal(["train"], recipe.AugmentSplits);
        Assert.Equal("/recipes", recipe.Folder);
    }

    [Fact]
    public void Parse_WhenOnlyTheLeastIsGiven_FillsInDefaults()
    {
        var recipe = RecipeText.Read(RecipeText.Least);

        Assert.Null(recipe.Targets);
        Assert.Empty(recipe.GeometrySteps);
        Assert.Empty(recipe.PhotometricSteps);
        Assert.Equal("reference", recipe.Decode.As<StepValues>().Text("fidelity"));
        Assert.Equal(95, recipe.Output.Quality);
    }

    [Theory]
    [InlineData("[flip]")]
    [InlineData("[{flip: }]")]
    [InlineData("[{flip: {}}]")]
    [InlineData("\n  - flip")]
    [InlineData("\n  - flip:")]
    [InlineData("\n  - flip:\n      p: 0.5")]
    public void Parse_WhenAStepIsWrittenInAnyForm_ReadsTheSame(string steps)
    {
        string yaml = RecipeText.Least.Replace("geometry: {output: [300, 300]}", "geometry:\n  output: [300, 300]\n  steps: " + steps);
        Assert.Equal(0.5, RecipeText.Read(yaml).GeometrySteps.Single().As<StepValues>().Number("p"));
    }

    [Theory]
    [InlineData("1", 1, 1)]
    [InlineData("[0.5, 1.5]", 0.5, 1.5)]
    [InlineData("[1e-1, 2.]", 0.1, 2)]
    [InlineData("+.5", 0.5, 0.5)]
    public void Parse_WhenARangeIsWrittenInAnyForm_ReadsIt(string sigma, double low, double high)
    {
        var recipe = RecipeText.Read($"{RecipeText.Least}photometric: [{{blur: {{sigma: {sigma}}}}}]");
        Assert.Equal(new NumberRange(low, high), recipe.PhotometricSteps[0].As<StepValues>().Range("sigma"));
    }

    [Theory]
    [InlineData("268435456", 268435456)]
    [InlineData("256MiB", 268435456)]
    [InlineData("256 mib", 268435456)]
    [InlineData("\"1GB\"", 1000000000)]
    [InlineData("1.5KiB", 1536)]
    public void Parse_WhenShardBytesHasAUnit_ReadsBytes(string text, long bytes) =>
        Assert.Equal(bytes, RecipeText.Read(RecipeText.Least.Replace("path: shards", $"path: shards, shardBytes: {text}")).Output.ShardBytes);

    [Theory]
    [InlineData("letterbox: {fill: [1, 2, 255]}", 1, 2, 255)]
    [InlineData("expand: {fill: [0, 0, 0]}", 0, 0, 0)]
    public void Parse_WhenAColorIsGiven_ReadsIt(string step, byte red, byte green, byte blue)
    {
        var recipe = RecipeText.Read(RecipeText.Least.Replace("300]}", $"300], steps: [{{{step}}}]}}"));
        Assert.Equal(new RgbColor(red, green, blue), recipe.GeometrySteps[0].As<StepValues>().Color("fill"));
    }

    [Fact]
    public void Parse_WhenTextIsAWordThatYamlOnceTookForATruthValue_KeepsIt()
    {
        var recipe = RecipeText.Read("source: {images: yes, splits: {no: 0.5, on: 0.5}}\ngeometry: {output: [8, 4]}\noutput: {path: 'off'}\n");
        Assert.Equal(("yes", "off"), (recipe.Source.Images, recipe.Output.Path));
        Assert.Equal(["no", "on"], recipe.Source.Splits.Select(split => split.Key));
        Assert.Equal(new ImageShape(8, 4), recipe.OutputSize);
    }

    [Fact]
    public void Parse_WhenManyThingsAreWrong_NamesAllInOrder()
    {
        var problems = RecipeText.Problems("""
            seeed: 1
            source: {image: photos}
            geometry: {output: [300], steps: [{flop: {}}]}
            epochs: 0
            output: {path: shards, image: jpg}
            """);
        Assert.Equal([1, 2, 2, 3, 3, 4, 5], problems.Select(problem => problem.Line));
        Assert.Equal(["seed", "images", null, "flip", null, null, "jpeg"], problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Nearest is null).Select(problem => problem.Nearest));
    }

    [Fact]
    public void Read_WhenTheFileIsMissing_SaysSoWithExitCode2()
    {
        var error = Assert.Throws<FeatureForgeException>(() => RecipeReader.Read("/nowhere/recipe.yaml", StandInVocabulary.Value));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains("/nowhere/recipe.yaml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheFileIsTooLarge_RefusesIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["large.yaml"], new string('#', 1 << 20) + "#");
        Assert.Equal(2, Assert.Throws<FeatureForgeException>(() => RecipeReader.Read(folder["large.yaml"], StandInVocabulary.Value)).ExitCode);
    }

    [Fact]
    public void Read_WhenTheFileIsNotUtf8_NamesTheLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["latin.yaml"], [.. "seed: 1\n# "u8, 0xE9, (byte)'\n']);
        var problem = Assert.Single(Assert.Throws<RecipeException>(() => RecipeReader.Read(folder["latin.yaml"], StandInVocabulary.Value)).Problems);
        Assert.Equal(2, problem.Line);
        Assert.Contains("UTF-8", problem.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheFileHasAByteOrderMarkAndCarriageReturns_ReadsIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["windows.yaml"], [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(RecipeText.Least.Replace("\n", "\r\n"))]);
        var recipe = RecipeReader.Read(folder["windows.yaml"], StandInVocabulary.Value);
        Assert.Equal("photos", recipe.Source.Images);
        Assert.Equal(folder.Path, recipe.Folder);
    }
}
