using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

public class OutputFolderKillTests
{
    private static readonly OutputScene s_scene = new(epochs: 1, shardBytes: 700, train: 6, validation: 2);

    [Fact]
    public void Run_AfterKillBeforeAnyStep_EndsAsUndisturbed()
    {
        SortedDictionary<string, string> expected = Undisturbed();
        int step = 0;
        for (bool killed = true; killed; step++)
        {
            using var folder = new TemporaryFolder();
            killed = RunAndKill(folder.Path, step, fresh: false);
            AssertShardsAreWhole(folder.Path);
            Assert.True(s_scene.Run(folder.Path));
            Assert.Equal(expected, OutputScene.Snapshot(folder.Path));
        }

        Assert.InRange(step, 50, 1_000);
    }

    [Fact]
    public void Run_KilledAgainAndAgain_EndsAsUndisturbed()
    {
        SortedDictionary<string, string> expected = Undisturbed();
        foreach (int stride in (int[])[3, 7, 12])
        {
            using var folder = new TemporaryFolder();
            int runs = 0;
            while (RunAndKill(folder.Path, stride + (runs / 3), fresh: false))
            {
                AssertShardsAreWhole(folder.Path);
                Assert.InRange(++runs, 0, 500);
            }

            Assert.Equal(expected, OutputScene.Snapshot(folder.Path));
        }
    }

    [Fact]
    public void Fresh_KilledBeforeAnyStep_LeavesNoMixture()
    {
        SortedDictionary<string, string> expected = Undisturbed();
        expected["notes.txt"] = "AB";
        var earlier = new OutputScene(epochs: 1, shardBytes: 1_000, train: 6, validation: 0);
        int step = 0;
        for (bool killed = true; killed; step++)
        {
            using var folder = new TemporaryFolder();
            File.WriteAllBytes(folder["notes.txt"], [0xAB]);
            earlier.Run(folder.Path, fingerprints: OutputScene.Fingerprints with { Recipe = "other" });
            killed = RunAndKill(folder.Path, step, fresh: true);
            if (File.Exists(folder["manifest.json"]) && !Directory.Exists(folder[".featureforge"]))
                Assert.True(ShardVerifier.Verify([folder.Path], new VerifyOptions()).IsSound);
            Assert.True(s_scene.Run(folder.Path, fresh: true));
            Assert.Equal(expected, OutputScene.Snapshot(folder.Path));
        }
    }

    [Fact]
    public void FreshCutShort_ThenRunWithoutFresh_IsContinued()
    {
        SortedDictionary<string, string> expected = Undisturbed();
        var earlier = new OutputScene(epochs: 1, shardBytes: 1_000, train: 6, validation: 0);
        int refused = 0;
        for (int step = 0; step < 30; step++)
        {
            using var folder = new TemporaryFolder();
            earlier.Run(folder.Path, fingerprints: OutputScene.Fingerprints with { Recipe = "other" });
            RunAndKill(folder.Path, step, fresh: true);
            try
            {
                Assert.True(s_scene.Run(folder.Path));
                Assert.Equal(expected, OutputScene.Snapshot(folder.Path));
            }
            catch (Core.Errors.FeatureForgeException exception)
            {
                Assert.Contains("what differs: recipe", exception.Message, StringComparison.Ordinal);
                Assert.True(ShardVerifier.Verify([folder.Path], new VerifyOptions()).IsSound);
                refused++;
            }
        }

        Assert.InRange(refused, 1, 10);
    }

    [Fact]
    public void Tasks_KilledBeforeAnyStep_EndAsUndisturbed()
    {
        SortedDictionary<string, string> expected = Undisturbed();
        bool killed = true;
        for (int step = 0; killed; step++)
        {
            using var folder = new TemporaryFolder();
            killed = false;
            for (int task = 0; task < 3; task++)
                killed |= RunAndKill(folder.Path, step, fresh: false, new TaskShare(task, 3));
            AssertShardsAreWhole(folder.Path);
            bool finished = false;
            for (int task = 2; task >= 0; task--)
                finished |= s_scene.Run(folder.Path, new TaskShare(task, 3));
            Assert.True(finished);
            Assert.Equal(expected, OutputScene.Snapshot(folder.Path));
        }
    }

    private static SortedDictionary<string, string> Undisturbed()
    {
        using var folder = new TemporaryFolder();
        Assert.True(s_scene.Run(folder.Path));
        Assert.True(ShardVerifier.Verify([folder.Path], new VerifyOptions()).IsSound);
        return OutputScene.Snapshot(folder.Path);
    }

    private static bool RunAndKill(string path, int steps, bool fresh, TaskShare? task = null)
    {
        var files = new KillingFiles(steps);
        try
        {
            s_scene.Run(path, task, fresh, files);
        }
        catch (SimulatedKillException)
        {
            Assert.True(files.Killed);
        }

        return files.Killed;
    }

    /// <summary>A name without a temporary ending promises a whole file, at any moment.</summary>
    private static void AssertShardsAreWhole(string path)
    {
        if (!Directory.Exists(path))
            return;
        foreach (string file in ShardVerifier.FilesOf(path))
            Assert.Empty(ShardVerifier.Verify([file], new VerifyOptions()).Findings);
    }
}
