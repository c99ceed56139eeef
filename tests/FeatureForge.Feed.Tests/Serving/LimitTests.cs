using System.Net;
using FeatureForge.Core.Errors;
using FeatureForge.Feed.Serving;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>Who may ask, how many at once, and what becomes of those who do not read.</summary>
public sealed class LimitTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    private const string Endless = "/v1/stream?split=train&epoch=0&batch=30000&remainder=repeat&format=record";
    private readonly Lazy<string> _shards = new(() => set.Run(set.Recipe()));

    [SkippableFact]
    public async Task Streams_BeyondTheLimit_AreAskedToTryAgain()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(_shards.Value), new FeedOptions { MaximumStreams = 1 });
        using (await feed.Client.GetAsync(new Uri(Endless, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead))
        {
            using HttpResponseMessage second = await feed.Client.GetAsync(new Uri("/v1/stream?split=train&epoch=0&batch=1", UriKind.Relative));
            Assert.Equal((HttpStatusCode)429, second.StatusCode);
            Assert.NotNull(second.Headers.RetryAfter);
            Assert.Contains("1 stream is open", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await feed.Client.GetAsync(new Uri("/healthz", UriKind.Relative))).StatusCode);
        }

        await UntilAsync(() => feed.Metrics.StreamsActive == 0);
        Assert.NotEmpty(await feed.GetAsync("split=train&epoch=0&batch=1"));
    }

    [SkippableFact]
    public async Task Labels_AsManyAndAsLongAsMayBe_FitIntoTheRequestLine()
    {
        string folder = set.Run(set.Recipe());
        string[] names = [.. Enumerable.Range(0, 64).Select(number => $"{number:D2}" + new string('\u4E2D', 84) + "xx")];
        Assert.All(names, name => Assert.Equal(256, System.Text.Encoding.UTF8.GetByteCount(name)));
        string manifest = Path.Combine(folder, "manifest.json");
        string added = string.Concat(names.Select((name, number) => $"{{\"id\": {number + 3}, \"name\": \"{name}\"}},"));
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"labels\": [", "\"labels\": [" + added, StringComparison.Ordinal));
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(folder));

        // The most that a client may encode: every byte of every name.
        string encoded = string.Join(',', names.Select(name => string.Concat(System.Text.Encoding.UTF8.GetBytes(name).Select(one => $"%{one:X2}"))));
        Assert.NotEmpty(await feed.GetAsync($"split=train&epoch=0&batch=8&balance={encoded}"));
    }

    [SkippableFact]
    public async Task StalledClient_IsCut_AndHurtsNobody()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(_shards.Value), new FeedOptions { StallLimit = TimeSpan.FromSeconds(1) });
        using HttpResponseMessage stalled = await feed.Client.GetAsync(new Uri(Endless, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.NotEmpty(await feed.GetAsync("split=train&epoch=0&batch=1"));
        await UntilAsync(() => feed.Metrics.Stalls == 1);
        await using Stream content = await stalled.Content.ReadAsStreamAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => content.CopyToAsync(Stream.Null));
        Assert.NotEmpty(await feed.GetAsync("split=train&epoch=0&batch=1"));
    }

    [SkippableFact]
    public async Task ServerThatEnds_LeavesNoStreamThatLooksComplete()
    {
        FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(_shards.Value));
        using HttpResponseMessage open = await feed.Client.GetAsync(new Uri(Endless.Replace("format=record", "format=batch&fields=key", StringComparison.Ordinal), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using HttpResponseMessage records = await feed.Client.GetAsync(new Uri(Endless, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using Stream content = await records.Content.ReadAsStreamAsync();
        Task read = content.CopyToAsync(Stream.Null);
        await ((IAsyncDisposable)feed.Server).DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => read);
        await feed.DisposeAsync();
    }

    [SkippableFact]
    public async Task RequestTooLongToBeRead_IsAnsweredWithoutContent()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(_shards.Value));
        using HttpResponseMessage path = await feed.Client.GetAsync(new Uri("/" + new string('x', 70_000), UriKind.Relative));
        Assert.Equal((414, ""), ((int)path.StatusCode, await path.Content.ReadAsStringAsync()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Add("X-Long", new string('x', 20_000));
        using HttpResponseMessage header = await feed.Client.SendAsync(request);
        Assert.Equal((431, ""), ((int)header.StatusCode, await header.Content.ReadAsStringAsync()));
        Assert.NotEmpty(await feed.GetAsync("split=train&epoch=0&batch=1"));
    }

    [SkippableFact]
    public async Task ErrorJson_IsReadAsItStands_AndTakenForNothingElse()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(_shards.Value));
        using HttpResponseMessage refused = await feed.Client.GetAsync(new Uri("/v1/stream?split=%27a%3Cb%3E%C3%A9%1B&epoch=0&batch=1", UriKind.Relative));
        Assert.Equal("nosniff", Assert.Single(refused.Headers.GetValues("X-Content-Type-Options")));
        string text = await refused.Content.ReadAsStringAsync();
        Assert.StartsWith("{\"error\":{\"what\":\"There is no split ''a<b>\u00e9\\u001B'\"", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Token_IsAskedForEverywhereButOnThePageAndForHealth()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(_shards.Value), new FeedOptions { Token = "s3cret" });
        foreach (string path in (string[])["/v1/stream?split=train&epoch=0&batch=1", "/metrics", "/status.json", "/samples.png", "/nothing"])
            Assert.Equal(401, (await feed.ErrorAsync(path)).Status);
        feed.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer s3cre");
        Assert.Equal(401, (await feed.ErrorAsync("/metrics")).Status);
        feed.Client.DefaultRequestHeaders.Remove("Authorization");
        Assert.Contains("token", await feed.Client.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal("ok\n", await feed.Client.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        feed.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer s3cret");
        Assert.NotEmpty(await feed.GetAsync("split=train&epoch=0&batch=1"));
    }

    [SkippableFact]
    public async Task Address_ThatOthersReach_NeedsAToken()
    {
        var open = new FeedOptions { Address = new IPEndPoint(IPAddress.Any, 0) };
        FeatureForgeException refused = await Assert.ThrowsAsync<FeatureForgeException>(() => FeedServer.StartAsync(FeedData.OfShards(_shards.Value), open, _ => { }));
        Assert.Contains("--token-file", refused.Message, StringComparison.Ordinal);
        await using FeedServer server = await FeedServer.StartAsync(FeedData.OfShards(_shards.Value), open with { Token = "t" }, _ => { });
        Assert.Single(server.Addresses);
    }

    [SkippableFact]
    public async Task Loopback_WithoutAToken_AnswersOnlyForLoopbackNames()
    {
        await using FeedServer server = await FeedServer.StartAsync(FeedData.OfShards(_shards.Value), new FeedOptions { Address = new IPEndPoint(IPAddress.Loopback, 0) }, _ => { });
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Addresses[0] + "/metrics");
        request.Headers.Host = "photos.example";
        using HttpResponseMessage refused = await client.SendAsync(request);
        Assert.Equal(421, (int)refused.StatusCode);
        Assert.Contains("featureforge_feed_samples_total 0", await client.GetStringAsync(server.Addresses[0] + "/metrics"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task StatusPage_LoadsNothingFromElsewhere()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(_shards.Value));
        using HttpResponseMessage page = await feed.Client.GetAsync(new Uri("/", UriKind.Relative));
        string text = await page.Content.ReadAsStringAsync();
        Assert.StartsWith("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("http://", text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.Contains("\"samplesPerSecond\":[", await feed.Client.GetStringAsync(new Uri("/status.json", UriKind.Relative)), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Socket_InUse_IsNotTakenAway_AndALeftOneIs()
    {
        string socket = set.NewPath();
        var options = new FeedOptions { SocketPath = socket };
        await using (await FeedServer.StartAsync(FeedData.OfShards(_shards.Value), options, _ => { }))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
            Assert.Contains("server that runs", (await Assert.ThrowsAsync<FeatureForgeException>(() => FeedServer.StartAsync(FeedData.OfShards(_shards.Value), options, _ => { }))).Message, StringComparison.Ordinal);
            Assert.True(File.Exists(socket));
        }

        File.WriteAllText(socket, "");
        await Assert.ThrowsAsync<FeatureForgeException>(() => FeedServer.StartAsync(FeedData.OfShards(_shards.Value), options, _ => { }));
        Assert.True(File.Exists(socket));
    }

    [Fact]
    public void TokenFile_OfWhatIsNoToken_IsRefused()
    {
        string path = Path.GetTempFileName();
        foreach (string text in (string[])["", "two words", "one\ntwo", new string('x', 513), "caf\u00e9"])
        {
            File.WriteAllText(path, text);
            Assert.Equal(2, Assert.Throws<FeatureForgeException>(() => FeedOptions.ReadToken(path)).ExitCode);
        }

        File.WriteAllText(path, "abc\n");
        Assert.Equal("abc", FeedOptions.ReadToken(path));
        File.Delete(path);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (int i = 0; i < 200 && !condition(); i++)
            await Task.Delay(50);
        Assert.True(condition());
    }
}
