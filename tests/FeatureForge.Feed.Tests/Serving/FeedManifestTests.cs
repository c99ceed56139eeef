using System.Text.Json;
using FeatureForge.Feed.Serving;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>What a feed says of its data before the first batch.</summary>
public sealed class FeedManifestTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    // 6 x 5 x 2 and 3 x 3 anchors.
    private const string OwnLevels = "{anchors: [{featureMap: [6, 5], scales: [0.25, 0.4], aspectRatios: [0.8]}, {featureMap: [3, 3], scales: 0.6}]}";
    private static readonly Uri s_path = new("/v1/manifest", UriKind.Relative);

    [SkippableFact]
    public async Task Manifest_OfShards_SaysWhatTheirOwnSays()
    {
        foreach (string targets in (string[])["targets: {anchors: ssd300}", $"targets: {OwnLevels}", ""])
        {
            string folder = set.Run(set.Recipe(targets, "epochs: 3"));
            JsonElement own = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json"))).RootElement;
            await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));
            JsonElement said = await ReadAsync(feed);
            foreach (string name in (string[])["engineVersion", "recipeFingerprint", "sourceFingerprint", "seed", "profile", "labels", "targets", "anchorLevels", "serving"])
                Assert.Equal(Compact(own, name), Compact(said, name));
            Assert.Equal(("featureforge-feed", 1, false, 3), (Text(said, "format"), Number(said, "formatVersion"), said.GetProperty("live").GetBoolean(), Number(said, "epochs")));
            Assert.Equal(Splits(own).Select(split => (split.Name, split.Name == "train" ? split.Records / 3 : split.Records)), Splits(said));
            Assert.Equal(targets.Contains("ssd300", StringComparison.Ordinal) ? 8732 : targets.Length > 0 ? 69 : null, AnchorCount(said));
            Assert.Equal(Text(said, "recipe"), (await HeaderAsync(feed)).GetProperty("recipe").GetString());
        }
    }

    [SkippableFact]
    public async Task Manifest_OfALiveRecipe_SaysWhatItsShardsWouldSay()
    {
        Recipe recipe = set.Recipe($"targets: {OwnLevels}");
        await using FeedUnderTest shards = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(recipe)));
        await using FeedUnderTest live = await FeedUnderTest.StartAsync(FeedData.OfRecipe(recipe, PhotoSet.List(recipe), 1));
        JsonElement expected = await ReadAsync(shards);
        JsonElement said = await ReadAsync(live);
        foreach (JsonProperty member in expected.EnumerateObject().Where(member => member.Name is not ("recipe" or "live" or "epochs")))
            Assert.Equal(member.Value.GetRawText(), said.GetProperty(member.Name).GetRawText());
        Assert.Equal((true, 65_536, Text(expected, "recipe") + "/live"), (said.GetProperty("live").GetBoolean(), Number(said, "epochs"), Text(said, "recipe")));
    }

    [SkippableFact]
    public async Task Manifest_OfShardsWithOtherTargets_SaysThose()
    {
        string path = set.NewPath();
        File.WriteAllText(path, OwnLevels);
        TargetOptions targets = RecipeReader.ReadTargets(path, RecipeVocabulary.Product).As<TargetOptions>();
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(set.Recipe()), targets));
        JsonElement said = await ReadAsync(feed);
        Assert.Equal((targets.AnchorSet.Hash, 69, 2), (Text(said, "targets"), AnchorCount(said), said.GetProperty("anchorLevels").GetArrayLength()));
        Assert.Contains("/targets-", Text(said, "recipe"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Manifest_IsAskedForByTheRules()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(set.Recipe())), new FeedOptions { Token = "s3cret" });
        Assert.Equal(401, (await feed.ErrorAsync("/v1/manifest")).Status);
        feed.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer s3cret");
        (int status, _, string where, _) = await feed.ErrorAsync("/v1/manifest?split=train");
        Assert.Equal((400, "/v1/manifest, parameter split"), (status, where));
        using HttpResponseMessage post = await feed.Client.PostAsync(s_path, null);
        Assert.Equal(405, (int)post.StatusCode);
        using var asked = new HttpRequestMessage(HttpMethod.Head, s_path);
        using HttpResponseMessage head = await feed.Client.SendAsync(asked);
        Assert.Equal((200, "application/json"), ((int)head.StatusCode, head.Content.Headers.ContentType!.MediaType));
        Assert.Equal((await feed.Client.GetByteArrayAsync(s_path)).Length, head.Content.Headers.ContentLength);
    }

    private static async Task<JsonElement> ReadAsync(FeedUnderTest feed) => JsonDocument.Parse(await feed.Client.GetStringAsync(s_path)).RootElement;

    private static async Task<JsonElement> HeaderAsync(FeedUnderTest feed)
    {
        byte[] stream = await feed.GetAsync("split=train&epoch=0&batch=8&fields=key");
        return JsonDocument.Parse(stream.AsMemory(0, Array.IndexOf(stream, (byte)'\n'))).RootElement;
    }

    private static string Compact(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? JsonSerializer.Serialize(value) : "(left out)";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static int? AnchorCount(JsonElement said) => said.TryGetProperty("anchorCount", out JsonElement count) ? count.GetInt32() : null;

    private static List<(string Name, int Records)> Splits(JsonElement said) => [.. said.GetProperty("splits").EnumerateArray().Select(split => (Text(split, "name"), Number(split, "records")))];
}
