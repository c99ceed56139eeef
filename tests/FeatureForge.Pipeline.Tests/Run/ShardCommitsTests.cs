using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Run;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Run;

public sealed class ShardCommitsTests : IDisposable
{
    private const int Shards = 3;
    private readonly TemporaryFolder _temporary = new();
    private readonly RecordBuffer _record = new();
    private readonly OutputFolder _folder;
    private readonly List<Exception> _failures = [];

    public ShardCommitsTests()
    {
        var samples = new SampleListingBuilder();
        for (int i = 0; i < Shards; i++)
            samples.AddSample($"{i}.jpg", 1, 0, 0, 0);
        SampleListing listing = samples.Build(new LabelMap([]), ["train"], "/photos", hasBoxes: false);
        _folder = OutputFolder.Open(_temporary.Path, new OutputFingerprints("a", "b", "c"), ShardPlan.Create(listing, 1, 1, _ => false, 1, 1));
        _record.Begin(10).Clear();
        _record.Seal();
    }

    public void Dispose()
    {
        _folder.Dispose();
        _record.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void Finish_WhenShardsAreWhole_LeavesAllDone()
    {
        var commits = new ShardCommits(_failures.Add);
        foreach (PlannedShard shard in _folder.Pending.ToArray())
            commits.Begin(Written(shard), []);
        commits.Finish();
        commits.Settle();
        Assert.Empty(_folder.Pending);
        Assert.Empty(_failures);
    }

    [Fact]
    public void Begin_AfterAFailure_GivesUpTheNextShardAndThrows()
    {
        PlannedShard[] shards = [.. _folder.Pending];
        Assert.Equal(Shards, shards.Length);
        var commits = new ShardCommits(_failures.Add);
        commits.Begin(Written(shards[0]), []);
        commits.Begin(_folder.CreateShard(shards[1]), []);
        ShardFile next = Written(shards[2]);
        Assert.Throws<InvalidOperationException>(() => commits.Begin(next, []));
        Assert.Throws<InvalidOperationException>(commits.Finish);
        commits.Settle();
        Assert.IsType<InvalidOperationException>(Assert.Single(_failures));
        Assert.Equal([shards[1], shards[2]], _folder.Pending);
        Assert.Empty(Directory.GetFiles(_temporary.Path, "*.partial", SearchOption.AllDirectories));
    }

    private ShardFile Written(PlannedShard shard)
    {
        ShardFile file = _folder.CreateShard(shard);
        file.Append(_record.Framed);
        return file;
    }
}
