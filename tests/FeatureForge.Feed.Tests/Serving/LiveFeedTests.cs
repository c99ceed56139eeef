using FeatureForge.Feed.Serving;
using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>A feed that makes its samples.</summary>
public sealed class LiveFeedTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    [SkippableFact]
    public async Task Records_OfEveryEpoch_AreTheShardsThatARunWrites()
    {
        Recipe recipe = set.Recipe(onTop: "epochs: 2");
        string folder = set.Run(recipe);
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 2));
        byte[][] epochs = await Task.WhenAll(feed.GetAsync("split=train&epoch=0&batch=3&format=record"), feed.GetAsync("split=train&epoch=1&batch=3&format=record"));
        Assert.Equal(PhotoSet.ShardBytes(folder, "train"), epochs[0].Concat(epochs[1]).ToArray());
        byte[] validation = await feed.GetAsync("split=validation&epoch=0&batch=3&format=record");
        Assert.Equal(PhotoSet.ShardBytes(folder, "validation"), validation);
        Assert.Equal(FeedUnderTest.KeysOf(validation).Order(), FeedUnderTest.KeysOf(await feed.GetAsync("split=validation&epoch=9&batch=3&format=record")).Order());
        Assert.Equal(0, feed.Metrics.Waiting);
        Assert.Equal(await feed.GetAsync("split=train&epoch=70000&batch=3&step=2"), await feed.GetAsync("split=train&epoch=70000&batch=3&step=2"));
    }

    [SkippableFact]
    public async Task Seed_OtherThanTheRecipes_IsRefused()
    {
        Recipe recipe = set.Recipe();
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 1));
        Assert.Equal(409, (await feed.ErrorAsync("/v1/stream?split=train&epoch=0&batch=1&seed=12")).Status);
        Assert.NotEmpty(await feed.GetAsync("split=train&epoch=0&batch=1&seed=11"));
    }

    [SkippableFact]
    public async Task BadSample_WithinTheBudget_IsReplacedByTheNextAndCounted()
    {
        using var own = new PhotoSet();
        Recipe recipe = own.Recipe(onTop: "badSampleBudget: 0.1");
        var source = PhotoSet.List(recipe);
        byte[] sound;
        await using (FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, source, 2)))
            sound = await feed.GetAsync("split=train&epoch=0&batch=1&format=record");
        List<string> keys = FeedUnderTest.KeysOf(sound);
        byte[] photo = File.ReadAllBytes(own.Photo(int.Parse(keys[3][..3], System.Globalization.CultureInfo.InvariantCulture)));
        photo.AsSpan(photo.Length / 2, 20).Clear();
        File.WriteAllBytes(own.Photo(int.Parse(keys[3][..3], System.Globalization.CultureInfo.InvariantCulture)), photo);
        await using FeedUnderTest damaged = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, source, 2));
        List<string> seen = FeedUnderTest.KeysOf(await damaged.GetAsync("split=train&epoch=0&batch=1&format=record"));
        Assert.Equal([.. keys[..3], keys[4], .. keys[4..]], seen);
        Assert.Equal(1, damaged.Metrics.BadSamples);
        Assert.Contains(damaged.Notes, note => note.Contains(keys[3], StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task JpegCutShort_WhoseDamageIsConcealed_IsServedCountedAndNamedOnce()
    {
        using var own = new PhotoSet();
        Recipe recipe = own.Recipe();
        own.AddCutJpeg("cut.jpg", missingBytes: 200);
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 2));
        for (int epoch = 0; epoch < 3; epoch++)
            Assert.Contains(FeedUnderTest.KeysOf(await feed.GetAsync($"split=train&epoch={epoch}&batch=1&format=record")), key => key.StartsWith("cut", StringComparison.Ordinal));
        Assert.Equal((3, 0), (feed.Metrics.DecodeWarnings, feed.Metrics.BadSamples));
        Assert.StartsWith("cut.jpg was decoded with warnings", Assert.Single(feed.Notes), StringComparison.Ordinal);
        Assert.Contains("featureforge_feed_decode_warnings_total 3\n", await feed.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("\"decodeWarnings\":3,\"lastDecodeWarning\":\"cut.jpg\"", await feed.Client.GetStringAsync(new Uri("/status.json", UriKind.Relative)), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task InputThatChanged_EndsTheStreamInWords()
    {
        using var own = new PhotoSet();
        Recipe recipe = own.Recipe();
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 2));
        string first = FeedUnderTest.KeysOf(await feed.GetAsync("split=train&epoch=0&batch=1&format=record"))[0];
        File.Delete(own.Photo(int.Parse(first[..3], System.Globalization.CultureInfo.InvariantCulture)));
        (int status, string what, _, _) = await feed.ErrorAsync("/v1/stream?split=train&epoch=0&batch=1&format=record");
        Assert.Equal(500, status);
        Assert.Contains($"{first} was listed", what, StringComparison.Ordinal);
    }
}
