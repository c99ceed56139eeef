using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

public class ShardPlanTests
{
    [Fact]
    public void Create_WithEpochs_HasEachEntryOnce()
    {
        SampleListing listing = OutputScene.MakeListing(101, 33, 0);
        ShardPlan plan = ShardPlan.Create(listing, 5, epochs: 3, split => split == 0, 100, 1_000);
        Assert.Equal((3 * 101) + 33, plan.Entries);
        for (int split = 0; split < 2; split++)
        {
            PlannedEntry[] entries = [.. plan.Shards.Where(shard => shard.Split == listing.Splits[split]).SelectMany(Entries)];
            int epochs = split == 0 ? 3 : 1;
            var expected = Enumerable.Range(0, epochs).SelectMany(epoch => Enumerable.Range(0, listing.Count)
                .Where(index => listing.SplitOf(index) == split).Select(index => new PlannedEntry(index, epoch)));
            Assert.Equal(expected.ToHashSet(), entries.ToHashSet());
            Assert.Equal(epochs * (split == 0 ? 101 : 33), entries.Length);
            Assert.Equal(entries.Select(entry => entry.Epoch).Order(), entries.Select(entry => entry.Epoch));
        }

        Assert.DoesNotContain(plan.Shards, shard => shard.Split == "test");
    }

    [Fact]
    public void Create_OfAnySizes_CutsIntoNearlyEqualBlocks()
    {
        ShardPlan plan = ShardPlan.Create(OutputScene.MakeListing(100), 5, 1, _ => true, predictedRecordBytes: 70, shardBytes: 1_000);
        Assert.Equal(7, plan.Shards.Count);
        Assert.All(plan.Shards, shard => Assert.InRange(shard.Count, 14, 15));
        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"train.tfrecord-0000{number}-of-00007"), plan.Shards.Select(shard => shard.Name.ToString()));
        Assert.Equal(Enumerable.Range(0, 7), plan.Shards.Select(shard => shard.Index));
    }

    [Theory]
    [InlineData(1, 1_000_000, 1)]
    [InlineData(1_000, 1, 10)]
    [InlineData(100, 100, 10)]
    [InlineData(100, 999, 2)]
    [InlineData(long.MaxValue, 1, 10)]
    public void Create_ForSizes_HasBytesOverShardBytesRoundedUp(long recordBytes, long shardBytes, int shards) =>
        Assert.Equal(shards, ShardPlan.Create(OutputScene.MakeListing(10), 5, 1, _ => true, recordBytes, shardBytes).Shards.Count);

    [Fact]
    public void Create_WithOtherSeed_ChangesTheOrderOnly()
    {
        SampleListing listing = OutputScene.MakeListing(100);
        PlannedEntry[] first = [.. ShardPlan.Create(listing, 5, 2, _ => true, 1, 1_000).Shards.SelectMany(Entries)];
        PlannedEntry[] again = [.. ShardPlan.Create(listing, 5, 2, _ => true, 1, 1_000).Shards.SelectMany(Entries)];
        PlannedEntry[] other = [.. ShardPlan.Create(listing, 6, 2, _ => true, 1, 1_000).Shards.SelectMany(Entries)];
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal(first.ToHashSet(), other.ToHashSet());
        Assert.NotEqual(first[..100].Select(entry => entry.ListingIndex), first[100..].Select(entry => entry.ListingIndex));
    }

    [Fact]
    public void Create_WhenAnotherSplitGrows_KeepsTheOrder()
    {
        ShardPlan small = ShardPlan.Create(OutputScene.MakeListing(50, 5), 5, 1, _ => true, 1, 1_000);
        ShardPlan large = ShardPlan.Create(OutputScene.MakeListing(50, 50), 5, 1, _ => true, 1, 1_000);
        Assert.Equal(Entries(small.Shards[0]), Entries(large.Shards[0]));
    }

    [SkippableFact]
    public void Create_OfSmallListing_EqualsIndependentOrder()
    {
        SampleListing listing = OutputScene.MakeListing(40);
        ShardPlan plan = ShardPlan.Create(listing, 0x123456789ABCDEF0, 2, _ => true, 100, 1_000);
        string expected = PythonOracle.Run("shard_order.py", [], "40", "2", "1311768467463790320", "8").Trim();
        string actual = string.Join('\n', plan.Shards.Select(shard =>
            $"{shard.Name} {string.Join(' ', Entries(shard).Select(entry => $"{entry.ListingIndex}/{entry.Epoch}"))}"));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Create_OfManySamples_TakesTwelveBytesEach()
    {
        var builder = new SampleListingBuilder();
        for (int i = 0; i < 200_000; i++)
            builder.AddSample($"{i:D7}.jpg", 1, 0, 0, 0);
        SampleListing listing = builder.Build(new LabelMap([]), ["train"], "/images", hasBoxes: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ShardPlan plan = ShardPlan.Create(listing, 5, 1, _ => true, 270_000, 256 << 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (12 * 200_000) + 100_000);
        Assert.Equal(202, plan.Shards.Count);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("train\n")]
    public void Create_WithUnusableSplitName_IsRefused(string split)
    {
        SampleListing listing = new SampleListingBuilder().Build(new LabelMap([]), [split], "/images", hasBoxes: false);
        var exception = Assert.Throws<FeatureForgeException>(() => ShardPlan.Create(listing, 5, 1, _ => true, 1, 1));
        Assert.Equal(1, exception.ExitCode);
    }

    [Fact]
    public void Create_WithTooManyShards_NamesTheOption()
    {
        var exception = Assert.Throws<FeatureForgeException>(() => ShardPlan.Create(OutputScene.MakeListing(2_000), 5, 60, _ => true, 1_000, 1));
        Assert.Contains("output.shardBytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TaskShares_TogetherOwnEachShardOnce()
    {
        ShardPlan plan = new OutputScene().Plan;
        for (int of = 1; of < 6; of++)
            Assert.All(plan.Shards, shard => Assert.Single(Enumerable.Range(0, of), task => new TaskShare(task, of).Owns(shard)));
    }

    [Theory]
    [InlineData("train.tfrecord-00000-of-00010", true)]
    [InlineData("a.b-c_1.tfrecord-00009-of-00010", true)]
    [InlineData("train.tfrecord-00010-of-00010", false)]
    [InlineData("train.tfrecord-0000-of-0010", false)]
    [InlineData("../train.tfrecord-00000-of-00010", false)]
    [InlineData("train.tfrecord-00000-of-00010.idx", false)]
    [InlineData(".tfrecord-00000-of-00010", false)]
    public void ShardName_TryParse_TellsShardsFromOthers(string fileName, bool expected)
    {
        Assert.Equal(expected, ShardName.TryParse(fileName, out ShardName name));
        if (expected)
            Assert.Equal(fileName, name.ToString());
    }

    private static IEnumerable<PlannedEntry> Entries(PlannedShard shard) => Enumerable.Range(0, shard.Count).Select(place => shard[place]);
}
