using FeatureForge.Feed.Serving;
using FeatureForge.Feed.Sources;
using Microsoft.AspNetCore.Http;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>Which streams keep the records of a batch: only those that send pictures out of them, whose batches are bounded by their pictures.</summary>
public sealed class KeptBatchTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    [SkippableTheory]
    [InlineData("", true)]
    [InlineData("&fields=key,image", true)]
    [InlineData("&fields=key", false)]
    [InlineData("&fields=boxes,labels,class,offsets", false)]
    public async Task Stream_KeepsRecords_OnlyForPictures(string fields, bool isKept)
    {
        using var source = new WatchedSource(new ShardSource(set.Run(set.Recipe())));
        var stream = new FeedStream(source, new FeedOptions(), new FeedMetrics(), new CurrentSamples());
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.QueryString) = ("HEAD", new QueryString($"?split=train&epoch=0&batch=16{fields}"));
        await stream.RunAsync(context, CancellationToken.None);
        Assert.Equal(isKept ? [15, 0] : [0, 0], source.Kept);
    }

    /// <summary>Another source, and how many records its streams keep.</summary>
    private sealed class WatchedSource(IFeedSource source) : IFeedSource
    {
        public List<int> Kept { get; } = [];

        public string Recipe => source.Recipe;

        public string? Serving => source.Serving;

        public ulong Seed => source.Seed;

        public bool HasFixedSeed => source.HasFixedSeed;

        public int? AnchorCount => source.AnchorCount;

        public IReadOnlyList<string> Splits => source.Splits;

        public IReadOnlyList<string> Labels => source.Labels;

        public FeedDescription Describe() => source.Describe();

        public async Task<IFeedEpoch> OpenEpochAsync(EpochKey key, CancellationToken cancellation) =>
            new WatchedEpoch(await source.OpenEpochAsync(key, cancellation), Kept);

        public void Dispose() => source.Dispose();
    }

    private sealed class WatchedEpoch(IFeedEpoch epoch, List<int> kept) : IFeedEpoch
    {
        public int Samples => epoch.Samples;

        public bool IsStored => epoch.IsStored;

        public IRecordStream Open(IEnumerable<int> places, int batch, bool keepsBatch)
        {
            IRecordStream stream = epoch.Open(places, batch, keepsBatch);
            kept.Add(stream.Kept);
            return stream;
        }
    }
}
