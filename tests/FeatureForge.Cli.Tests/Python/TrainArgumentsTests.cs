using FeatureForge.Cli.Python;
using FeatureForge.Core.Errors;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Python;

public sealed class TrainArgumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("classifier", "--data", "shards", "more", "--out", "model.yaml")]
    [InlineData("detector", "--out", "m", "--data", "http://host:8080/a.yaml")]
    [InlineData("detector", "--data=unix:/run/feed", "recipe.yaml")]
    [InlineData("detector", "--ignore-labels", "recipe.yaml", "--data", "shards")]
    [InlineData("--help")]
    public void Read_OfWhatIsNoRecipe_PassesItOnAsItIs(params string[] arguments)
    {
        TrainArguments read = TrainArguments.Read(arguments);
        Assert.Null(read.Recipe);
        Assert.Equal(arguments, read.Passed);
        Assert.Equal(arguments.Contains("--help"), read.AsksForHelp);
    }

    [Fact]
    public void Read_OfARecipe_TakesItAndItsOptionsOut()
    {
        TrainArguments read = TrainArguments.Read(["detector", "--input", "photos", "--data", "recipe.yaml", "--annotations=boxes.csv", "--out", "model", "--steps", "3"]);
        Assert.Equal(("recipe.yaml", "photos", "boxes.csv"), (read.Recipe, read.Input, read.Annotations));
        Assert.Equal(["detector", "--data", "unix:/x", "--out", "model", "--steps", "3"], read.PassedWith("unix:/x"));
        Assert.Equal(["--data=unix:/x", "detector"], TrainArguments.Read(["--data=a.yml", "detector"]).PassedWith("unix:/x"));
    }

    [Fact]
    public void Read_OfAFileOfAnyName_TakesItForARecipe_AndAFolderForShards()
    {
        File.WriteAllText(_folder["plan"], "");
        Directory.CreateDirectory(_folder["shards.yaml"]);
        Assert.Equal(_folder["plan"], TrainArguments.Read(["detector", "--data", _folder["plan"]]).Recipe);
        Assert.Null(TrainArguments.Read(["detector", "--data", _folder["shards.yaml"]]).Recipe);
    }

    [Theory]
    [InlineData("alone", "--data", "shards", "recipe.yaml")]
    [InlineData("alone", "--data", "a.yaml", "--data", "b.yaml")]
    [InlineData("--input", "--data", "shards", "--input", "photos")]
    [InlineData("--annotations", "--annotations", "boxes.csv", "--data", "unix:/x")]
    [InlineData("--input", "--data", "recipe.yaml", "--input")]
    public void Read_OfWhatDoesNotGoTogether_IsRefusedInWords(string word, params string[] arguments)
    {
        FeatureForgeException refused = Assert.Throws<FeatureForgeException>(() => TrainArguments.Read(arguments));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }
}
