using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FeatureForge.Core.Errors;
using FeatureForge.Feed.Serving;
using FeatureForge.Feed.Sources;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>A feed over shards.</summary>
public sealed class ShardFeedTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    // 6 x 5 x 2 and 3 x 3 anchors.
    private const string OwnLevels = "{anchors: [{featureMap: [6, 5], scales: [0.25, 0.4], aspectRatios: [0.8]}, {featureMap: [3, 3], scales: 0.6}]}";

    [SkippableFact]
    public async Task Records_OfAnEpoch_AreThoseOfTheShardsInTheOrderOfTheProtocol()
    {
        string folder = set.Run(set.Recipe());
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        List<string> stored = FeedUnderTest.KeysOf(PhotoSet.ShardBytes(folder, "train"));
        byte[] records = await feed.GetAsync("split=train&epoch=3&batch=4&format=record");
        Assert.Equal(RecordOrder.Of(stored.Count, 11, 3).Select(record => stored[record]), FeedUnderTest.KeysOf(records));
        Assert.Equal(stored.Count, feed.Metrics.Samples);
        Assert.Equal(records, await feed.GetAsync("split=train&epoch=3&batch=4&format=record"));
    }

    [SkippableFact]
    public async Task Ranks_WithResumedSteps_GetEverySampleOnce()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(set.Recipe())));
        string all = "split=train&epoch=0&batch=3&format=record";
        List<string> whole = FeedUnderTest.KeysOf(await feed.GetAsync(all));
        List<string> parts = [];
        for (int rank = 0; rank < 3; rank++)
            parts.AddRange(FeedUnderTest.KeysOf(await feed.GetAsync($"split=train&epoch=0&batch=1&world=3&rank={rank}&remainder=short&format=record")));
        Assert.Equal(whole.Order(), parts.Order());
        List<string> rest = FeedUnderTest.KeysOf(await feed.GetAsync(all + "&step=4"));
        Assert.Equal(whole.Skip(12), rest);
        Assert.Empty(await feed.GetAsync($"split=train&epoch=0&batch=3&format=record&step={(whole.Count + 2) / 3}"));
    }

    [SkippableFact]
    public async Task Epochs_OfShardsWithSeveral_AreServedInTurn()
    {
        string folder = set.Run(set.Recipe(onTop: "epochs: 3"));
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        List<string> stored = FeedUnderTest.KeysOf(PhotoSet.ShardBytes(folder, "train"));
        int samples = stored.Count / 3;
        List<string> fifth = FeedUnderTest.KeysOf(await feed.GetAsync("split=train&epoch=4&batch=1&format=record"));
        Assert.Equal(RecordOrder.Of(samples, 11, 4).Select(record => stored[samples + record]), fifth);
        Assert.Equal(fifth.Order(), FeedUnderTest.KeysOf(await feed.GetAsync("split=train&epoch=0&batch=1&format=record")).Order());
    }

    [SkippableFact]
    public async Task Batches_HaveHeaderFramesAndEnd()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(set.Recipe())));
        byte[] stream = await feed.GetAsync("split=train&epoch=0&batch=8&fields=key,image,class,offsets,labels&remainder=drop");
        int line = Array.IndexOf(stream, (byte)'\n');
        JsonElement header = JsonDocument.Parse(stream.AsMemory(0, line)).RootElement;
        Assert.Equal([40, 48, 3], header.GetProperty("fields")[1].GetProperty("shape").EnumerateArray().Select(side => side.GetInt32()));
        int position = line + 1;
        for (int step = 0; step < header.GetProperty("steps").GetInt32(); step++)
        {
            Assert.Equal("FABF", Encoding.ASCII.GetString(stream, position, 4));
            Assert.Equal((uint)step, BinaryPrimitives.ReadUInt32LittleEndian(stream.AsSpan(position + 4)));
            position += 20 + (int)BinaryPrimitives.ReadUInt64LittleEndian(stream.AsSpan(position + 8));
        }

        Assert.Equal("FAZF", Encoding.ASCII.GetString(stream, position, 4));
        Assert.Equal(position + 20, stream.Length);
    }

    [SkippableFact]
    public async Task ServingPart_OfShardsAndOfTheirRecipe_StandsInTheHeader()
    {
        Recipe recipe = set.Recipe();
        string folder = set.Run(recipe);
        await using FeedUnderTest shards = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        await using FeedUnderTest live = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 1));
        Assert.Equal(recipe.ServingJson(), (await HeaderAsync(shards)).GetProperty("serving").GetRawText());
        Assert.Equal(recipe.ServingJson(), (await HeaderAsync(live)).GetProperty("serving").GetRawText());
    }

    [SkippableFact]
    public async Task ServingPart_OfAnOlderManifest_IsLeftOut()
    {
        string folder = set.Run(set.Recipe());
        string manifest = Path.Combine(folder, "manifest.json");
        File.WriteAllLines(manifest, File.ReadAllLines(manifest).Where(line => !line.Contains("\"serving\"", StringComparison.Ordinal)));
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        Assert.False((await HeaderAsync(feed)).TryGetProperty("serving", out _));
    }

    [SkippableFact]
    public async Task DenseTargets_OfLevelsThatARecipeLaysOut_AreServedFromShardsAndLive()
    {
        Recipe recipe = set.Recipe($"targets: {OwnLevels}");
        string folder = set.Run(recipe);
        var levels = Manifest.Read(Path.Combine(folder, "manifest.json")).AnchorLevels;
        Assert.Equal(("6 x 5", "0.25 0.4"), ($"{levels[0].FeatureMap.Width} x {levels[0].FeatureMap.Height}", string.Join(' ', levels[0].Scales.Select(scale => scale.ToString(CultureInfo.InvariantCulture)))));
        await using FeedUnderTest shards = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        await using FeedUnderTest live = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 1));
        foreach (FeedUnderTest feed in (FeedUnderTest[])[shards, live])
        {
            string header = Encoding.UTF8.GetString(await feed.GetAsync("split=train&epoch=0&batch=4&fields=key,class,offsets"));
            Assert.Contains("\"shape\":[69]", header, StringComparison.Ordinal);
            Assert.Contains("\"shape\":[69,4]", header, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task Targets_MatchedAnew_AreThoseOfARunWithThem()
    {
        foreach (string other in (string[])["{anchors: ssd300-coco, rule: tf-od, positive: 0.6, negative: 0.3}", "{anchors: ssd512, rule: mlperf, positive: 0.4, encoding: dense}", OwnLevels])
        {
            Recipe recipe = set.Recipe($"targets: {other}");
            string plain = set.Run(set.Recipe(targets: ""));
            string path = set.NewPath();
            File.WriteAllText(path, other.Contains("dense", StringComparison.Ordinal) ? $"targets: {other}" : other);
            TargetOptions targets = RecipeReader.ReadTargets(path, RecipeVocabulary.Product).As<TargetOptions>();
            await using FeedUnderTest expected = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(recipe)));
            await using FeedUnderTest rematched = await FeedUnderTest.StartAsync(FeedData.OfShards(plain, targets));
            foreach (string split in (string[])["train", "validation"])
            {
                string query = $"split={split}&epoch=1&batch=5&format=record";
                Assert.Equal(await expected.GetAsync(query), await rematched.GetAsync(query));
            }
        }
    }

    [SkippableFact]
    public async Task TruncatedShard_IsSaidBeforeTheStreamAndWithin_AndReadAgainWhenPutBack()
    {
        string folder = set.Run(set.Recipe());
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        string query = "split=train&epoch=0&batch=1&format=record";
        byte[] whole = await feed.GetAsync(query);
        string shard = Directory.GetFiles(folder, "train.tfrecord-00001-of-?????")[0];
        byte[] bytes = File.ReadAllBytes(shard);
        using (var file = new FileStream(shard, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.SetLength(bytes.Length - 5);
        byte[] batches = await feed.GetAsync("split=train&epoch=0&batch=4");
        string error = Encoding.UTF8.GetString(batches.AsSpan(batches.AsSpan().LastIndexOf("FAEF"u8) + 20));
        Assert.Contains("The file ends within a record", error, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(shard), error, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => feed.GetAsync(query));
        Assert.Equal(2, feed.Metrics.StreamErrors);
        (int status, _, string where, _) = await feed.ErrorAsync($"/v1/stream?split=train&epoch=0&batch=1000&format=record");
        Assert.Equal((500, true), (status, where.StartsWith(Path.GetFileName(shard), StringComparison.Ordinal)));
        Assert.Contains("truncated", Assert.ThrowsAny<FeatureForgeException>(() => new ShardSource(folder)) is Records.Shards.DamagedShardException damage ? damage.Reason : "", StringComparison.Ordinal);
        File.WriteAllBytes(shard + ".copy", bytes);
        File.Move(shard + ".copy", shard, overwrite: true);
        Assert.Equal(whole, await feed.GetAsync(query));
    }

    [SkippableFact]
    public async Task Requests_ThatBreakARule_AreRefusedInWords()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(set.Recipe())));
        (string Path, int Status, string Where)[] cases =
        [
            ("/v1/stream?split=test&epoch=0&batch=1", 400, "split"),
            ("/v1/stream?split=train&epoch=0&batch=1&step=999999", 400, "step"),
            ("/v1/stream?split=train&epoch=0&batch=1&fields=depth", 400, "fields"),
            ("/v1/stream?split=train&epoch=0&batch=1&fields=label", 400, "fields"),
            ("/v1/stream?split=train&epoch=0&batch=65536&fields=image,offsets", 400, "batch"),
            ("/v2/stream", 404, "path"),
        ];
        foreach ((string path, int status, string where) in cases)
        {
            (int seen, string what, string place, string remedy) = await feed.ErrorAsync(path);
            Assert.Equal(status, seen);
            Assert.EndsWith(where, place, StringComparison.Ordinal);
            Assert.True(what.Length > 10 && remedy.Length > 10);
        }

        using HttpResponseMessage post = await feed.Client.PostAsync(new Uri("/v1/stream", UriKind.Relative), null);
        Assert.Equal(405, (int)post.StatusCode);
        Assert.Equal(cases.Length + 1, feed.Metrics.Refusals);
    }

    private static async Task<JsonElement> HeaderAsync(FeedUnderTest feed)
    {
        byte[] stream = await feed.GetAsync("split=train&epoch=0&batch=8&fields=key");
        return JsonDocument.Parse(stream.AsMemory(0, Array.IndexOf(stream, (byte)'\n'))).RootElement;
    }
}
