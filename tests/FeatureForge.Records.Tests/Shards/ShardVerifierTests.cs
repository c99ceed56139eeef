using FeatureForge.Core.Errors;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

public sealed class ShardVerifierTests : IDisposable
{
    private const string Shard = "train.tfrecord-00001-of-00003";
    private readonly TemporaryFolder _folder = new();

    public ShardVerifierTests() => new OutputScene().Run(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Verify_OfOurFolder_FindsNothing()
    {
        VerifyResult result = ShardVerifier.Verify([_folder.Path], new VerifyOptions { Sha256 = true, Workers = 2 });
        Assert.Empty(result.Findings);
        Assert.Equal(4, result.Shards.Count);
        Assert.Equal(25, result.Records);
        Assert.Equal(ShardVerifier.FilesOf(_folder.Path).Sum(file => new FileInfo(file).Length), result.Bytes);
        Assert.All(result.Shards, shard => Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(shard.File))), shard.Sha256));
    }

    [Fact]
    public void Verify_WithFlippedDataByte_NamesFileRecordAndByte()
    {
        ShardIndex index = ShardIndex.Read(_folder[Shard + ".idx"]);
        Change(Shard, bytes => bytes[index[3].Offset + 100] ^= 4);
        VerifyResult result = Verify();
        Assert.Equal(["data-checksum", "manifest-checksum"], result.Findings.Select(finding => finding.Reason).Order());
        VerifyFinding damage = result.Findings.Single(finding => finding.Reason == "data-checksum");
        Assert.Equal((_folder[Shard], 3, index[3].Offset), (damage.File, damage.Record, damage.ByteOffset));
        Assert.False(result.IsSound);
    }

    [Fact]
    public void Verify_WithFlippedLengthByte_StopsThere()
    {
        Change(Shard, bytes => bytes[0] ^= 4);
        Assert.Equal(["length-checksum", "manifest-checksum"], Verify().Findings.Select(finding => finding.Reason).Order());
    }

    [Fact]
    public void Verify_OfTruncatedShard_NamesRecord()
    {
        using (FileStream file = File.OpenWrite(_folder[Shard]))
            file.SetLength(file.Length - 1);
        VerifyResult result = Verify();
        Assert.Equal(["manifest-bytes", "manifest-checksum", "truncated"], result.Findings.Select(finding => finding.Reason).Order());
        Assert.Equal(ShardIndex.Read(_folder[Shard + ".idx"]).Count - 1, result.Findings.Single(finding => finding.Reason == "truncated").Record);
    }

    [Fact]
    public void Verify_OfShardCutBetweenRecords_ComparesWithIndexAndManifest()
    {
        ShardIndex index = ShardIndex.Read(_folder[Shard + ".idx"]);
        using (FileStream file = File.OpenWrite(_folder[Shard]))
            file.SetLength(index[2].Offset);
        Assert.Equal(
            ["index-mismatch", "manifest-bytes", "manifest-checksum", "manifest-records"], Verify().Findings.Select(finding => finding.Reason).Order());
    }

    [Fact]
    public void Verify_WithWrongIndexLine_NamesRecord()
    {
        string[] lines = File.ReadAllLines(_folder[Shard + ".idx"]);
        lines[2] = "7 8";
        File.WriteAllLines(_folder[Shard + ".idx"], lines);
        VerifyFinding finding = Assert.Single(Verify().Findings);
        Assert.Equal(("index-mismatch", 2), (finding.Reason, finding.Record));
        Assert.Contains("Line 3 says 7 8", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Shard, "missing-shard")]
    [InlineData(Shard + ".idx", "missing-index")]
    [InlineData("quarantine.jsonl", "quarantine-lines")]
    public void Verify_WithMissingFile_SaysSo(string name, string reason)
    {
        File.Delete(_folder[name]);
        Assert.Equal(reason, Assert.Single(Verify().Findings).Reason);
    }

    [Fact]
    public void Verify_WithExtraShard_SaysSo()
    {
        File.Copy(_folder[Shard], _folder["train.tfrecord-00003-of-00004"]);
        Assert.Equal("extra-shard", Assert.Single(Verify().Findings).Reason);
    }

    [Theory]
    [InlineData("\"in\": 29", "\"in\": 30", "manifest-counts")]
    [InlineData("\"quarantined\": 4", "\"quarantined\": 5", "manifest-counts")]
    [InlineData(Shard, "../" + Shard, "damaged-manifest")]
    [InlineData("featureforge-shards", "other", "damaged-manifest")]
    public void Verify_WithChangedManifest_SaysSo(string text, string other, string reason)
    {
        string manifest = File.ReadAllText(_folder["manifest.json"]);
        Assert.Contains(text, manifest, StringComparison.Ordinal);
        File.WriteAllText(_folder["manifest.json"], manifest.Replace(text, other, StringComparison.Ordinal));
        Assert.Contains(reason, Verify().Findings.Select(finding => finding.Reason));
    }

    [Fact]
    public void Verify_WithoutManifest_FindsGapsByName()
    {
        File.Delete(_folder["manifest.json"]);
        Assert.Empty(Verify().Findings);
        File.Delete(_folder[Shard]);
        Assert.Equal("missing-shard", Assert.Single(Verify().Findings).Reason);
    }

    [Fact]
    public void Verify_OfUnfinishedFolder_SaysSo()
    {
        using var folder = new TemporaryFolder();
        new OutputScene().Run(folder.Path, new TaskShare(0, 2));
        Assert.Contains("unfinished", ShardVerifier.Verify([folder.Path], new VerifyOptions()).Findings.Select(finding => finding.Reason));
    }

    [Fact]
    public void Verify_OfSingleShard_ComparesWithTheManifestBesideIt()
    {
        Change(Shard, bytes => bytes[200] ^= 4);
        VerifyResult result = ShardVerifier.Verify([_folder[Shard]], new VerifyOptions());
        Assert.Contains("manifest-checksum", result.Findings.Select(finding => finding.Reason));
        Assert.Single(result.Shards);
    }

    [Fact]
    public void Verify_OfNothing_SaysSo()
    {
        Assert.Equal(2, Assert.Throws<FeatureForgeException>(() => ShardVerifier.Verify([_folder["none"]], new VerifyOptions())).ExitCode);
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Equal("no-shards", Assert.Single(ShardVerifier.Verify([_folder["empty"]], new VerifyOptions()).Findings).Reason);
    }

    [SkippableTheory]
    [InlineData(Shard)]
    [InlineData(Shard + ".idx")]
    [InlineData("manifest.json")]
    [InlineData("quarantine.jsonl")]
    public async Task Verify_WithAPipeOrDeviceInPlaceOfAFile_SaysSoWithoutReadingIt(string name)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "pipes and devices are files on Linux");
        foreach (bool pipe in (bool[])[true, false])
        {
            File.Delete(_folder[name]);
            if (pipe)
                MakePipe(_folder[name]);
            else
                File.CreateSymbolicLink(_folder[name], "/dev/zero");
            VerifyResult result = await Task.Run(Verify).WaitAsync(TimeSpan.FromSeconds(60));
            VerifyFinding finding = Assert.Single(result.Findings, finding => finding.Reason == "not-a-file");
            Assert.Equal(_folder[name], finding.File);
            Assert.Contains("not a regular file", finding.Message, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task Open_OfAPipe_RefusesIt()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "pipes are files on Linux");
        MakePipe(_folder["pipe"]);
        Task opening = Task.Run(() => ShardReader.Open(_folder["pipe"]).Dispose());
        var exception = await Assert.ThrowsAsync<FeatureForgeException>(() => opening.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(1, exception.ExitCode);
        Assert.Contains("not a regular file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfLinksToFiles_FollowsThem()
    {
        using var elsewhere = new TemporaryFolder();
        foreach (string name in (string[])[Shard, Shard + ".idx", "manifest.json", "quarantine.jsonl"])
        {
            File.Move(_folder[name], elsewhere[name]);
            File.CreateSymbolicLink(_folder[name], elsewhere[name]);
        }

        Assert.Empty(Verify().Findings);
    }

    private static void MakePipe(string path)
    {
        using var process = System.Diagnostics.Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private VerifyResult Verify() => ShardVerifier.Verify([_folder.Path], new VerifyOptions());

    private void Change(string name, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(_folder[name]);
        change(bytes);
        File.WriteAllBytes(_folder[name], bytes);
    }
}
