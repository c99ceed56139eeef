using System.Globalization;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>The promise of the project: the same bytes for any worker count and any instruction set.</summary>
public sealed class SameBytesTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    [Fact]
    public void Run_WithOneTwoAndSevenWorkers_WritesTheSameBytes()
    {
        string recipe = set.ExampleRecipe("epochs: 2");
        string[] digests = [.. new[] { 1, 2, 7 }.Select(workers => Digest(recipe, workers, []))];
        Assert.Equal(digests[0], digests[1]);
        Assert.Equal(digests[0], digests[2]);
        Assert.Contains("train.tfrecord-00001-of-", digests[0], StringComparison.Ordinal);
        Assert.Contains("validation.tfrecord-00000-of-", digests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "avx512")]
    [InlineData("DOTNET_EnableAVX2", "avx2")]
    [InlineData("DOTNET_EnableHWIntrinsic", "sse2")]
    public void Run_WithInstructionSetsSwitchedOff_WritesTheSameBytes(string variable, string mustBeOff)
    {
        string recipe = set.ExampleRecipe();
        var environment = new Dictionary<string, string> { [variable] = "0" };
        string features = FeatureForgeProgram.Run(environment, "bench", "--instructions").Expect(0).Output;
        Assert.Contains($"{mustBeOff}=off", features, StringComparison.Ordinal);
        Assert.Equal(Digest(recipe, 2, []), Digest(recipe, 2, environment));
    }

    [Fact]
    public void Run_WithFidelityFast_WritesTheSameBytesWhateverRunsIt()
    {
        string recipe = set.WriteRecipe(File.ReadAllText(set.ExampleRecipe()).Replace("fidelity: reference", "fidelity: fast, dctScale: auto", StringComparison.Ordinal));
        string expected = Digest(recipe, 1, []);
        Assert.Equal(expected, Digest(recipe, 3, []));
        Assert.NotEqual(expected, Digest(set.ExampleRecipe(), 1, []));
        foreach (string variable in new[] { "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic" })
            Assert.Equal(expected, Digest(recipe, 2, new Dictionary<string, string> { [variable] = "0" }));
    }

    [Fact]
    public void Run_AsThreeTasks_WritesTheBytesOfOneRun()
    {
        string recipe = set.ExampleRecipe();
        string output = set.NewPath();
        foreach (string task in new[] { "2/3", "0/3", "1/3" })
            FeatureForgeProgram.Run("run", recipe, "--output", output, "--task", task, "--quiet").Expect(0);
        Assert.Equal(Digest(recipe, 2, []), FeatureForgeProgram.Digest(output));
    }

    private string Digest(string recipe, int workers, Dictionary<string, string> environment)
    {
        string output = set.NewPath();
        FeatureForgeProgram.Run(environment, "run", recipe, "--output", output, "--quiet", "--workers", workers.ToString(CultureInfo.InvariantCulture)).Expect(0);
        FeatureForgeProgram.Run("verify", output).Expect(0);
        return FeatureForgeProgram.Digest(output);
    }
}
