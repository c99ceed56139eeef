using System.Globalization;
using System.Text.Json;
using FeatureForge.Feed.Serving;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Testing;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>Streams whose places are dealt out to labels, beside a second implementation of the protocol's text in Python.</summary>
public sealed class BalancedFeedTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    private const int LiveEpochs = 65_536;
    private static readonly string[] s_balance = ["cat", "dog"];

    [SkippableFact]
    public async Task Live_InEveryEpoch_HasTheOrderOfTheProtocol()
    {
        Recipe recipe = set.Recipe();
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 2));
        List<string> keys = [.. FeedUnderTest.KeysOf(await feed.GetAsync("split=train&epoch=0&batch=8&format=record")).Order(StringComparer.Ordinal)];
        long[] epochs = [0, 1, 2, 3, 65_535, 65_536, 70_001, uint.MaxValue];
        foreach (string[] balance in (string[][])[["cat", "dog"], ["dog"]])
        {
            List<(string Key, long Epoch)>[] expected = Expected("live", balance, epochs, [[.. keys.Select(key => (key, LabelsOf(key)))]], (_, cycle) => cycle % LiveEpochs);
            for (int i = 0; i < epochs.Length; i++)
                Assert.Equal(expected[i], Samples(await feed.GetAsync($"split=train&epoch={epochs[i]}&batch=8&format=record&balance={string.Join(',', balance)}")));
        }

        // A label that few have: its samples come again with other draws.
        List<(string Key, long Epoch)> again = Samples(await feed.GetAsync("split=train&epoch=3&batch=8&format=record&balance=dog"));
        Assert.Contains(again.GroupBy(sample => sample.Key), same => same.Count() > 1);
        Assert.Equal(again.Count, again.Distinct().Count());
        Assert.Equal(await feed.GetAsync("split=train&epoch=70001&batch=8&balance=dog,cat"), await feed.GetAsync("split=train&epoch=70001&batch=8&balance=dog,cat"));
    }

    [SkippableFact]
    public async Task Shards_OfSeveralEpochs_HaveTheOrderOfTheProtocol()
    {
        string folder = set.Run(set.Recipe(onTop: "epochs: 3"));
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        (string, string[])[][] stored = [.. Records(PhotoSet.ShardBytes(folder, "train")).GroupBy(record => record["sample/epoch"].Integers[0])
            .Select(epoch => epoch.Select(record => (record["sample/key"].Text(0), LabelsOf(record))).ToArray())];
        Assert.Equal(3, stored.Length);
        long[] epochs = [0, 1, 2, 3, 4, 100, uint.MaxValue];
        List<(string Key, long Epoch)>[] expected = Expected("shards", s_balance, epochs, stored, (at, _) => at);
        for (int i = 0; i < epochs.Length; i++)
            Assert.Equal(expected[i], Samples(await feed.GetAsync($"split=train&epoch={epochs[i]}&batch=8&format=record&balance=cat,dog")));
    }

    [SkippableFact]
    public async Task Places_OfRanksAndResumedSteps_AreThoseOfTheWholeStream()
    {
        Recipe recipe = set.Recipe();
        await using FeedUnderTest live = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 2));
        await using FeedUnderTest shards = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(recipe)));
        foreach (FeedUnderTest feed in (FeedUnderTest[])[live, shards])
        {
            const string Common = "split=train&epoch=2&format=record&balance=dog,cat";
            List<(string, long)> whole = Samples(await feed.GetAsync($"{Common}&batch=4&remainder=drop"));
            List<(string, long)>[] ranks = [Samples(await feed.GetAsync($"{Common}&batch=2&world=2&rank=0")), Samples(await feed.GetAsync($"{Common}&batch=2&world=2&rank=1"))];
            Assert.Equal(whole, Enumerable.Range(0, whole.Count).Select(place => ranks[place / 2 % 2][(place / 4 * 2) + (place % 2)]));
            Assert.Equal(whole.Skip(12), Samples(await feed.GetAsync($"{Common}&batch=4&remainder=drop&step=3")));
        }
    }

    [SkippableFact]
    public async Task Labels_ThatNoSampleHolds_LeaveTheOrderAsItIs()
    {
        Recipe recipe = set.Recipe();
        string shards = set.Run(recipe);
        foreach (string file in Directory.GetFiles(shards, "manifest.json"))
            File.WriteAllText(file, File.ReadAllText(file).Replace("\"labels\": [", "\"labels\": [{\"id\": 9, \"name\": \"a,b\"},", StringComparison.Ordinal));
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(shards));
        string query = "split=train&epoch=5&batch=4&format=record";

        // The ids of the manifest count on from 0, so the added label takes that of cats, and dogs are nobody's.
        Assert.Equal(await feed.GetAsync(query), await feed.GetAsync(query + "&balance=dog"));
        Assert.NotEqual(await feed.GetAsync(query), await feed.GetAsync(query + "&balance=a%2Cb"));
    }

    [SkippableFact]
    public async Task Header_OfABalancedStream_NamesTheLabels()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(set.Recipe())));
        Assert.Equal(s_balance, (await HeaderAsync(feed, "&balance=cat,dog")).GetProperty("balance").EnumerateArray().Select(name => name.GetString()));
        Assert.False((await HeaderAsync(feed, "")).TryGetProperty("balance", out _));
    }

    [SkippableFact]
    public async Task Labels_ThatAreNoneOfTheData_AreRefusedInWords()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(set.Recipe())));
        (int status, string what, string where, string remedy) = await feed.ErrorAsync("/v1/stream?split=train&epoch=0&batch=1&balance=cat,cow");
        Assert.Equal((400, "/v1/stream, parameter balance"), (status, where));
        Assert.Contains("'cow'", what, StringComparison.Ordinal);
        Assert.Contains("cat, dog", remedy, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Label_ThatTheManifestDoesNotName_IsSaidWithItsRecord()
    {
        string folder = set.Run(set.Recipe());
        string shard = Directory.GetFiles(folder, "train.tfrecord-00000-of-?????")[0];
        byte[] bytes = File.ReadAllBytes(shard);
        int label = bytes.AsSpan().IndexOf("image/object/class/label"u8) + "image/object/class/label"u8.Length;
        while (bytes.AsSpan(label, 3) is not [0x0A, > 0, _])
            label = label + 1 + bytes.AsSpan(label + 1).IndexOf((byte)0x0A);
        bytes[label + 2] = 77;
        File.WriteAllBytes(shard, bytes);
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        (int status, string what, string where, _) = await feed.ErrorAsync("/v1/stream?split=train&epoch=0&batch=1&balance=cat");
        Assert.Equal(500, status);
        Assert.StartsWith(Path.GetFileName(shard), where, StringComparison.Ordinal);
        Assert.Contains("labels", what, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Shard_WhoseLastRecordClaimsMoreEpochsThanRecords_IsNotBalanced()
    {
        string folder = set.Run(set.Recipe());
        string shard = Directory.GetFiles(folder, "train.tfrecord-*-of-?????").Order(StringComparer.Ordinal).Last();
        byte[] bytes = File.ReadAllBytes(shard);
        int last = int.Parse(File.ReadAllLines(shard + ".idx")[^1].Split(' ')[0], CultureInfo.InvariantCulture);
        int epoch = bytes.AsSpan(last).IndexOf("sample/epoch"u8) + last;
        epoch += bytes.AsSpan(epoch).IndexOf((byte)0);
        bytes[epoch] = 127;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Mask(Crc32C.Compute(bytes.AsSpan(last + 12, bytes.Length - last - 16))));
        File.WriteAllBytes(shard, bytes);
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
        Assert.NotEmpty(await feed.GetAsync("split=train&epoch=127&batch=1&format=record"));
        (int status, string what, string where, _) = await feed.ErrorAsync("/v1/stream?split=train&epoch=0&batch=1&balance=cat");
        Assert.Equal(500, status);
        Assert.Contains("128 epochs", what, StringComparison.Ordinal);
        Assert.StartsWith(Path.GetFileName(shard), where, StringComparison.Ordinal);
    }

    private List<(string Key, long Epoch)>[] Expected(string kind, string[] balance, long[] epochs, (string Key, string[] Labels)[][] stored, Func<int, long, long> epochOf)
    {
        string file = set.NewPath();
        var samples = stored.Select(epoch => epoch.Select(sample => new { key = sample.Key, labels = sample.Labels }));
        File.WriteAllText(file, JsonSerializer.Serialize(new { kind, seed = 11, balance, epochs, stored = samples }));
        string[] lines = PythonOracle.Run("balanced_order.py", [], file).TrimEnd().Split('\n');
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement.EnumerateArray()
            .Select(place => (place[0].GetString()!, epochOf(place[1].GetInt32(), place[2].GetInt64()))).ToList())];
    }

    private static string[] LabelsOf(string key) => (int.Parse(key[..3], CultureInfo.InvariantCulture) % 4) switch { 0 => [], 1 => ["cat"], _ => ["cat", "dog"] };

    private static string[] LabelsOf(IReadOnlyDictionary<string, ExampleFeature> record) =>
        [.. Enumerable.Range(0, record["image/object/class/text"].Bytes.Count).Select(record["image/object/class/text"].Text)];

    private static List<(string Key, long Epoch)> Samples(byte[] records) =>
        [.. Records(records).Select(record => (record["sample/key"].Text(0), record["sample/epoch"].Integers[0]))];

    private static List<IReadOnlyDictionary<string, ExampleFeature>> Records(byte[] records)
    {
        List<IReadOnlyDictionary<string, ExampleFeature>> found = [];
        for (int start = 0; start < records.Length;)
        {
            int length = (int)BitConverter.ToUInt64(records, start);
            found.Add(ExampleReader.Read(records.AsMemory(start + 12, length)));
            start += length + 16;
        }

        return found;
    }

    private static async Task<JsonElement> HeaderAsync(FeedUnderTest feed, string query)
    {
        byte[] stream = await feed.GetAsync("split=train&epoch=0&batch=8&fields=key" + query);
        return JsonDocument.Parse(stream.AsMemory(0, Array.IndexOf(stream, (byte)'\n'))).RootElement;
    }
}
