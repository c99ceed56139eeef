using System.Net.Sockets;
using System.Text;
using FeatureForge.Feed.Serving;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>Clients that open a connection and do nothing with it: they need no token, and must not hold it for long.</summary>
public sealed class SilentClientTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    private const int Patience = 30_000;
    private readonly Lazy<string> _shards = new(() => set.Run(set.Recipe()));

    [SkippableTheory]
    [InlineData("")]
    [InlineData("GET /healthz HT")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task Connection_ThatSaysNothingMore_IsClosed(string said)
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(_shards.Value), new FeedOptions { IdleLimit = TimeSpan.FromSeconds(1) });
        using Socket client = Connect(feed);
        client.Send(Encoding.ASCII.GetBytes(said));
        client.ReceiveTimeout = Patience;
        while (Received(client) > 0)
        {
            // What the request is answered with comes first.
        }
    }

    [SkippableFact]
    public async Task Connection_ThatAsksForPagesAndReadsNone_IsCut()
    {
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(
            FeedData.OfShards(_shards.Value), new FeedOptions { SlowPageLimit = TimeSpan.FromSeconds(1.5), IdleLimit = TimeSpan.FromMinutes(5) });
        using Socket client = Connect(feed);
        client.SendTimeout = Patience / 2;

        // Many more pages than the buffers of a socket hold; the server must come to wait for this client.
        byte[] requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 500)));
        SocketException cut = Assert.ThrowsAny<SocketException>(() =>
        {
            client.Send(requests);
            for (int waited = 0; waited < Patience; waited += 100)
            {
                client.Send("\r"u8);
                Thread.Sleep(100);
            }
        });
        Assert.NotEqual(SocketError.TimedOut, cut.SocketErrorCode);
        Assert.NotEmpty(await feed.GetAsync("split=train&epoch=0&batch=1"));
    }

    private static int Received(Socket client)
    {
        try
        {
            return client.Receive(new byte[4096]);
        }
        catch (SocketException closed) when (closed.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private static Socket Connect(FeedUnderTest feed)
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(feed.Server.Addresses[0]["unix:".Length..]));
        return client;
    }
}
