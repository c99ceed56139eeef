using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FeatureForge.Feed.Serving;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>A feed on a Unix socket and a client for it.</summary>
internal sealed class FeedUnderTest : IAsyncDisposable
{
    private readonly FeedServer _server;

    private FeedUnderTest(FeedServer server, string socket)
    {
        _server = server;
        Client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri("http://localhost") };
    }

    /// <summary>Client without a token.</summary>
    public HttpClient Client { get; }

    /// <summary>Sentences of the log.</summary>
    public List<string> Notes { get; private set; } = [];

    /// <summary>The server.</summary>
    public FeedServer Server => _server;

    /// <summary>Counters.</summary>
    public FeedMetrics Metrics => _server.Metrics;

    /// <summary>Starts a feed.</summary>
    public static async Task<FeedUnderTest> StartAsync(FeedData data, FeedOptions? options = null)
    {
        string socket = Path.Combine(Path.GetTempPath(), $"feed-{Guid.NewGuid():N}.sock");
        List<string> notes = [];
        FeedServer server = await FeedServer.StartAsync(data, (options ?? new FeedOptions()) with { SocketPath = socket }, sentence =>
        {
            lock (notes)
                notes.Add(sentence);
        });
        var feed = new FeedUnderTest(server, socket);
        feed.Notes = notes;
        return feed;
    }

    /// <summary>The bytes of a stream; it must be answered with 200.</summary>
    public async Task<byte[]> GetAsync(string query)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri($"/v1/stream?{query}", UriKind.Relative));
        string text = response.StatusCode == HttpStatusCode.OK ? "" : await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The error that a request is answered with.</summary>
    public async Task<(int Status, string What, string Where, string Remedy)> ErrorAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        JsonElement error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        return ((int)response.StatusCode, error.GetProperty("what").GetString()!, error.GetProperty("where").GetString()!, error.GetProperty("do").GetString()!);
    }

    /// <summary>The sample keys of a stream of records, in order.</summary>
    public static List<string> KeysOf(byte[] records)
    {
        List<string> keys = [];
        for (int start = 0; start < records.Length;)
        {
            int length = (int)BitConverter.ToUInt64(records, start);
            keys.Add(ExampleReader.Read(records.AsMemory(start + 12, length))["sample/key"].Text(0));
            start += length + 16;
        }

        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
