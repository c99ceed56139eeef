using FeatureForge.Core.Errors;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

public class OutputFolderTests
{
    private readonly OutputScene _scene = new();

    [Fact]
    public void Run_Undisturbed_LeavesShardsAndClosingFilesOnly()
    {
        using var folder = new TemporaryFolder();
        Assert.True(_scene.Run(folder["new", "deep"]));
        string[] names = [.. Directory.GetFileSystemEntries(folder["new", "deep"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                ".featureforge.lock", "dataset_info.json", "features.json", "label_map.pbtxt", "manifest.json", "quarantine.jsonl",
                "train.tfrecord-00000-of-00003", "train.tfrecord-00000-of-00003.idx", "train.tfrecord-00001-of-00003", "train.tfrecord-00001-of-00003.idx",
                "train.tfrecord-00002-of-00003", "train.tfrecord-00002-of-00003.idx", "validation.tfrecord-00000-of-00001", "validation.tfrecord-00000-of-00001.idx",
            ],
            names);
        Assert.Empty(File.ReadAllBytes(folder["new", "deep", ".featureforge.lock"]));
    }

    [Fact]
    public void Open_WhenAnotherRunWorksThere_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using (Open(folder.Path))
        {
            AssertRefused(1, "Another run works in", () => Open(folder.Path));
            AssertRefused(1, "Another run works in", () => Open(folder.Path, new TaskShare(0, 2)));
        }

        using (Open(folder.Path, new TaskShare(0, 2)))
        {
            AssertRefused(1, "several runs may share a folder only with --task", () => Open(folder.Path));
            AssertRefused(1, "or task 0/2 itself", () => Open(folder.Path, new TaskShare(0, 2)));
            Open(folder.Path, new TaskShare(1, 2)).Dispose();
        }

        Open(folder.Path).Dispose();
    }

    [Theory]
    [InlineData("recipe-2", "source-1", "0.1.0", "what differs: recipe.")]
    [InlineData("recipe-1", "source-2", "0.1.0", "what differs: source (images or annotations).")]
    [InlineData("recipe-1", "source-1", "0.2.0", "what differs: engine version (0.1.0, now 0.2.0).")]
    [InlineData("recipe-2", "source-2", "0.1.0", "what differs: recipe, source (images or annotations).")]
    public void Open_OfAnotherRunsFolder_NamesWhatDiffers(string recipe, string source, string engine, string expected)
    {
        using var finished = new TemporaryFolder();
        using var unfinished = new TemporaryFolder();
        _scene.Run(finished.Path);
        Open(unfinished.Path).Dispose();
        var other = new OutputFingerprints(recipe, source, engine);
        AssertRefused(1, expected, () => OutputFolder.Open(finished.Path, other, _scene.Plan));
        AssertRefused(1, expected, () => OutputFolder.Open(unfinished.Path, other, _scene.Plan));
        AssertRefused(1, "--fresh", () => OutputFolder.Open(unfinished.Path, other, _scene.Plan));
    }

    [Fact]
    public void Open_OfFinishedFolder_HasNothingToDo()
    {
        using var folder = new TemporaryFolder();
        _scene.Run(folder.Path);
        SortedDictionary<string, string> before = OutputScene.Snapshot(folder.Path);
        using (OutputFolder again = Open(folder.Path))
        {
            Assert.True(again.IsFinished);
            Assert.Empty(again.Pending);
            Manifest manifest = Manifest.Read(Path.Combine(folder.Path, "manifest.json"));
            Assert.True(manifest.Quarantined > 0);
            Assert.Equal((manifest.RecordsOut, manifest.Quarantined), (again.RecordsDone, again.QuarantinedDone));
            Assert.True(again.TryFinish(_scene.Dataset));
        }

        using (OutputFolder task = Open(folder.Path, new TaskShare(1, 2)))
            Assert.True(task.IsFinished);
        Assert.Equal(before, OutputScene.Snapshot(folder.Path));
    }

    [Fact]
    public void Open_AfterSomeShards_KnowsWhatIsDone()
    {
        using var folder = new TemporaryFolder();
        using (OutputFolder first = Open(folder.Path))
        {
            _scene.WriteShard(first, _scene.Plan.Shards[1]);
            using ShardFile begun = first.CreateShard(_scene.Plan.Shards[2]);
            Assert.False(first.TryFinish(_scene.Dataset));
        }

        using OutputFolder second = Open(folder.Path);
        Assert.Equal([0, 2, 3], second.Pending.Select(shard => shard.Index));
        Assert.Equal(_scene.Plan.Shards[1].Count, second.RecordsDone + second.QuarantinedDone);
        Assert.True(second.IsComplete(_scene.Plan.Shards[1]));
    }

    [Fact]
    public void Open_WhenADoneShardIsGone_MakesItAgain()
    {
        using var folder = new TemporaryFolder();
        using (OutputFolder first = Open(folder.Path))
            _scene.WriteShard(first, _scene.Plan.Shards[0]);
        File.Delete(folder[_scene.Plan.Shards[0].Name.ToString()]);
        using OutputFolder second = Open(folder.Path);
        Assert.Contains(_scene.Plan.Shards[0], second.Pending);
    }

    [Theory]
    [InlineData("train.tfrecord-00001-of-00003")]
    [InlineData("label_map.pbtxt")]
    [InlineData("validation.tfrecord-00000-of-00001.idx")]
    public void Open_WithForeignFileUnderOurName_LeavesIt(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[name], "mine");
        AssertRefused(1, name, () => Open(folder.Path));
        AssertRefused(1, name, () => Open(folder.Path, fresh: true));
        Assert.Equal("mine", File.ReadAllText(folder[name]));
    }

    [Fact]
    public void Open_WithForeignManifest_LeavesIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["manifest.json"], "{\"name\": \"web app\"}");
        AssertRefused(1, "is no manifest of shards", () => Open(folder.Path));
        AssertRefused(1, "is no manifest of shards", () => Open(folder.Path, fresh: true));
        Assert.True(File.Exists(folder["manifest.json"]));
    }

    [Fact]
    public void Open_WhenTheStateFolderIsALink_LeavesItsTarget()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        File.WriteAllText(elsewhere["keep.txt"], "foreign");
        Directory.CreateSymbolicLink(folder[".featureforge"], elsewhere.Path);

        AssertRefused(1, "is a link", () => Open(folder.Path));

        Assert.True(File.Exists(elsewhere["keep.txt"]));
    }

    [Fact]
    public void Fresh_OfFinishedFolder_DeletesOursAndKeepsForeign()
    {
        using var folder = new TemporaryFolder();
        RunOther(folder.Path);
        string[] foreign = ["README.md", "other.tfrecord-00000-of-00001", "train.tfrecord", "train.tfrecord-00000-of-00099"];
        foreach (string name in foreign)
            File.WriteAllText(folder[name], "mine");
        Open(folder.Path, fresh: true).Dispose();
        string[] left = [.. Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal([".featureforge.lock", .. foreign], left);
    }

    [Fact]
    public void Fresh_WithForeignTfdsFileBesideOtherProfile_LeavesIt()
    {
        using var folder = new TemporaryFolder();
        RunOther(folder.Path);
        File.WriteAllText(folder["dataset_info.json"], "mine");
        AssertRefused(1, "dataset_info.json", () => Open(folder.Path, fresh: true));
        Assert.Equal("mine", File.ReadAllText(folder["dataset_info.json"]));
    }

    [Fact]
    public void Fresh_OfListWithForeignNames_DeletesNoneOfThem()
    {
        using var folder = new TemporaryFolder();
        string outside = folder["outside.txt"];
        File.WriteAllText(outside, "mine");
        Directory.CreateDirectory(folder["out", ".featureforge"]);
        File.WriteAllText(folder["out", "keep.txt"], "mine");
        File.WriteAllText(folder["out", ".featureforge", "removing.json"], "[\"../outside.txt\", \"keep.txt\", \"../x.tfrecord-00000-of-00001\"]");
        File.WriteAllText(folder["x.tfrecord-00000-of-00001"], "mine");
        Open(folder["out"]).Dispose();
        Assert.True(File.Exists(outside) && File.Exists(folder["out", "keep.txt"]) && File.Exists(folder["x.tfrecord-00000-of-00001"]));
        Assert.False(File.Exists(folder["out", ".featureforge", "removing.json"]));
    }

    [Fact]
    public void Fresh_WithTask_IsRefused()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(2, "cannot be combined", () => Open(folder.Path, new TaskShare(0, 2), fresh: true));
        AssertRefused(2, "I goes from 0 to N - 1", () => Open(folder.Path, new TaskShare(2, 2)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"recipeFingerprint\": \"recipe-1\"}")]
    [InlineData("{\"formatVersion\":1,\"engineVersion\":\"0.1.0\",\"recipeFingerprint\":\"recipe-1\",\"sourceFingerprint\":\"source-1\",\"shards\":{\"../x\":1}}")]
    public void Open_WithDamagedState_SaysSoAndFreshHelps(string state)
    {
        using var folder = new TemporaryFolder();
        Open(folder.Path).Dispose();
        File.WriteAllText(folder[".featureforge", "state.json"], state);
        AssertRefused(1, "state.json cannot be understood", () => Open(folder.Path));
        Open(folder.Path, fresh: true).Dispose();
    }

    [Fact]
    public void Tasks_OneAfterAnother_LeaveTheFolderOfAPlainRun()
    {
        using var plain = new TemporaryFolder();
        using var divided = new TemporaryFolder();
        _scene.Run(plain.Path);
        Assert.False(_scene.Run(divided.Path, new TaskShare(2, 3)));
        Assert.False(_scene.Run(divided.Path, new TaskShare(0, 3)));
        Assert.True(_scene.Run(divided.Path, new TaskShare(1, 3)));
        Assert.Equal(OutputScene.Snapshot(plain.Path), OutputScene.Snapshot(divided.Path));
    }

    [Fact]
    public void Tasks_AtTheSameTime_LeaveTheFolderOfAPlainRun()
    {
        using var plain = new TemporaryFolder();
        _scene.Run(plain.Path);
        for (int round = 0; round < 20; round++)
        {
            using var divided = new TemporaryFolder();
            int finished = 0;
            Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, task =>
            {
                if (_scene.Run(divided.Path, new TaskShare(task, 4)))
                    Interlocked.Increment(ref finished);
            });
            Assert.InRange(finished, 1, 4);
            _scene.Run(divided.Path);
            Assert.Equal(OutputScene.Snapshot(plain.Path), OutputScene.Snapshot(divided.Path));
        }
    }

    [Fact]
    public void CreateShard_WhenATaskOfAnotherDivisionWritesIt_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using OutputFolder two = Open(folder.Path, new TaskShare(0, 2));
        using ShardFile writing = two.CreateShard(_scene.Plan.Shards[0]);
        using OutputFolder three = Open(folder.Path, new TaskShare(0, 3));
        var exception = Assert.Throws<FeatureForgeException>(() => three.CreateShard(_scene.Plan.Shards[0]));
        Assert.Contains("same N in --task", exception.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Append_WhenTheDiskIsFull_SaysSoAndLeavesNothing()
    {
        Skip.IfNot(File.Exists("/dev/full"), "/dev/full exists on Linux only");
        using var folder = new TemporaryFolder();
        using OutputFolder output = Open(folder.Path);
        PlannedShard shard = _scene.Plan.Shards[0];
        File.CreateSymbolicLink(folder[".featureforge", shard.Name + ".partial"], "/dev/full");
        using (ShardFile file = output.CreateShard(shard))
        {
            var record = new byte[1 << 20];
            RecordFraming.Seal(record);
            var exception = Assert.Throws<FeatureForgeException>(() => file.Append(record));
            Assert.Equal(1, exception.ExitCode);
            Assert.StartsWith("The disk is full: could not write ", exception.Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => file.Complete([]));
        }

        Assert.False(output.IsComplete(shard));
        Assert.Empty(ShardVerifier.FilesOf(folder.Path));
        Assert.Equal(["state.json"], Directory.GetFiles(folder[".featureforge"]).Select(Path.GetFileName));
    }

    [SkippableFact]
    public void Open_WhereNothingCanBeWritten_SaysSo()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/proc exists on Linux only");
        AssertRefused(1, "Could not write", () => Open("/proc/shards"));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        AssertRefused(1, "Could not write", () => Open(folder["file"]));
    }

    [SkippableFact]
    public void Open_OfReadOnlyFolder_SaysSo()
    {
        Skip.If(Environment.UserName == "root", "root may write everywhere");
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            AssertRefused(1, "No permission to write", () => Open(folder.Path));
        }
        finally
        {
            File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Complete_WhenPlacesAreMissing_Throws()
    {
        using var folder = new TemporaryFolder();
        using OutputFolder output = Open(folder.Path);
        using ShardFile file = output.CreateShard(_scene.Plan.Shards[0]);
        Assert.Throws<InvalidOperationException>(() => file.Complete([]));
    }

    [Fact]
    public void Append_InSteadyState_AllocatesNothing()
    {
        using var folder = new TemporaryFolder();
        using OutputFolder output = Open(folder.Path);
        using ShardFile file = output.CreateShard(_scene.Plan.Shards[0]);
        var record = new byte[10_000];
        RecordFraming.Seal(record);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 500; i++)
                file.Append(record);
        }));
    }

    private static void RunOther(string path) =>
        new OutputScene(epochs: 1, shardBytes: 500) { Profile = RecordProfile.TensorFlowObjectDetection }.Run(
            path, fingerprints: OutputScene.Fingerprints with { Recipe = "other" });

    private OutputFolder Open(string path, TaskShare? task = null, bool fresh = false) =>
        OutputFolder.Open(path, OutputScene.Fingerprints, _scene.Plan, task, fresh);

    private static void AssertRefused(int exitCode, string text, Func<OutputFolder> open)
    {
        var exception = Assert.Throws<FeatureForgeException>(() => open().Dispose());
        Assert.Equal(exitCode, exception.ExitCode);
        Assert.Contains(text, exception.Message, StringComparison.Ordinal);
    }
}
