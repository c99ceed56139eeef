using System.Diagnostics;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>Nothing is lost and nothing is different after kill -9 at any moment.</summary>
public sealed class KillTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    private const int Kills = 50;

    [Fact]
    public void Run_KilledAtFiftyRandomMoments_EndsWithTheBytesOfAnUndisturbedRun()
    {
        string recipe = set.ExampleRecipe("epochs: 4");
        string undisturbed = set.NewPath();
        var clock = Stopwatch.StartNew();
        FeatureForgeProgram.Run("run", recipe, "--output", undisturbed, "--quiet").Expect(0);
        double seconds = clock.Elapsed.TotalSeconds;
        string expected = FeatureForgeProgram.Digest(undisturbed);
        var random = new Random(11);
        int killed = 0;
        string output = set.NewPath();
        for (int attempt = 0; killed < Kills; attempt++)
        {
            Assert.True(attempt < 40 * Kills, $"only {killed} kills landed before the run was complete");
            if (KillDuring(recipe, output, random.NextDouble() * seconds))
            {
                killed++;
                continue;
            }

            // The run completed before the kill: compare it and start the next one from nothing.
            Assert.Equal(expected, FeatureForgeProgram.Digest(output));
            output = set.NewPath();
        }

        FeatureForgeProgram.Run("run", recipe, "--output", output, "--quiet").Expect(0);
        Assert.Equal(expected, FeatureForgeProgram.Digest(output));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Run_StoppedByASignal_SaysHowToGoOnAndResumes(string signal)
    {
        string recipe = set.ExampleRecipe("epochs: 40");
        string output = set.NewPath();
        using Process process = FeatureForgeProgram.Start(new Dictionary<string, string>(), "run", recipe, "--output", output);
        while (!Directory.Exists(output) || !Directory.EnumerateFiles(output, "train.tfrecord-*.idx").Any())
            Thread.Sleep(5);
        FeatureForgeProgram.Send(signal, process);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("the same command goes on", error, StringComparison.Ordinal);
        ProgramResult second = FeatureForgeProgram.Run("run", recipe, "--output", output, "--quiet").Expect(0);
        Assert.Contains("were complete before and were kept", second.Output, StringComparison.Ordinal);
    }

    private static bool KillDuring(string recipe, string output, double afterSeconds)
    {
        using Process process = FeatureForgeProgram.Start(new Dictionary<string, string>(), "run", recipe, "--output", output, "--quiet");
        bool ended = process.WaitForExit(TimeSpan.FromSeconds(afterSeconds));
        process.Kill();
        process.WaitForExit();
        return !ended;
    }
}
