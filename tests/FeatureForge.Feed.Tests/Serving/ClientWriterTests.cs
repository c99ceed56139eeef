using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using FeatureForge.Feed.Batches;
using FeatureForge.Feed.Serving;
using FeatureForge.Feed.Sources;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Testing;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>The way from records to the socket of a client.</summary>
public sealed class ClientWriterTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    private const int Batch = 8;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batches_OnceWarm_AreReadPutTogetherAndSentWithoutAllocation(bool isChunked)
    {
        using var source = new ShardSource(set.Run(set.Recipe()));
        IFeedEpoch epoch = await source.OpenEpochAsync(new EpochKey("train", 0, source.Seed, BalancedLabels.None), CancellationToken.None);
        using IRecordStream records = epoch.Open(Places(epoch.Samples), Batch, keepsBatch: true);
        using IRecordStream first = epoch.Open([0], 1);
        var scan = new ExampleScan();
        scan.Read((await first.NextAsync(CancellationToken.None))[RecordFraming.HeaderBytes..^RecordFraming.FooterBytes]);
        string[] names = ["key", "image", "boxes", "labels", "anchor_index", "anchor_class", "anchor_offsets"];
        var builder = new BatchBuilder(BatchColumns.Create(names, scan, anchors: null, keepsRecords: true), checksums: true);
        (Socket server, Socket client) = Connect();
        using Socket from = server, to = client;
        using var writer = new ClientWriter(from, isChunked, (TimeSpan.FromSeconds(30), () => { }), CancellationToken.None);
        byte[] taken = new byte[1 << 20];
        long step = 0;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            builder.Begin();
            for (int i = 0; i < Batch; i++)
                builder.Add(records.NextAsync(CancellationToken.None).Result);
            ValueTask sending = writer.WriteAsync(builder.Finish(step++));
            Assert.True(sending.IsCompletedSuccessfully);
            while (to.Available > 0)
                to.Receive(taken);
        }));
    }

    [Fact]
    public async Task Pieces_OfAnySize_ArriveInOrder_InOneChunk()
    {
        foreach (bool isChunked in (bool[])[false, true])
        {
            (Socket server, Socket client) = Connect();
            using Socket to = client;
            var random = new Random(5);
            ReadOnlyMemory<byte>[] pieces = [.. ((int[])[20, 0, 8191, 1, 8192, 3, 8193, 3_000_000, 7, 8000, 300]).Select(bytes => new byte[bytes]).Select(bytes =>
            {
                random.NextBytes(bytes);
                return new ReadOnlyMemory<byte>(bytes);
            })];
            Task<byte[]> reading = ReadAsync(to);
            using (server)
            {
                using var writer = new ClientWriter(server, isChunked, (TimeSpan.FromSeconds(30), () => { }), CancellationToken.None);
                await writer.WriteAsync(pieces);
                await writer.WriteAsync(ReadOnlyMemory<byte>.Empty);
                await writer.WriteAsync("end"u8.ToArray());
            }

            byte[] all = [.. pieces.SelectMany(piece => piece.ToArray())];
            byte[] expected = isChunked ? [.. Encoding.ASCII.GetBytes($"{all.Length:x}\r\n"), .. all, .. "\r\n3\r\nend\r\n"u8] : [.. all, .. "end"u8];
            Assert.Equal(expected, await reading);
        }
    }

    [Fact]
    public async Task ClientThatIsGone_EndsTheStream()
    {
        (Socket server, Socket client) = Connect();
        using Socket from = server;
        using var writer = new ClientWriter(from, isChunked: false, (TimeSpan.FromSeconds(30), () => { }), CancellationToken.None);
        Task writing = writer.WriteAsync(new byte[8 << 20]).AsTask();
        client.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteAsync(new byte[9]).AsTask());
        Assert.False(writer.HasStalled);
    }

    [Fact]
    public async Task ClientThatIsSlow_IsNotCut_AndOneThatStopsIs()
    {
        (Socket server, Socket client) = Connect();
        using Socket from = server, to = client;
        using var writer = new ClientWriter(from, isChunked: false, (TimeSpan.FromSeconds(1.5), from.Dispose), CancellationToken.None);
        Task writing = writer.WriteAsync(new byte[32 << 20]).AsTask();
        byte[] taken = new byte[1 << 20];
        var elapsed = Stopwatch.StartNew();
        while (elapsed.Elapsed < TimeSpan.FromSeconds(3))
        {
            for (int received = 0; received < 1 << 19;)
                received += await to.ReceiveAsync(taken.AsMemory(0, (1 << 19) - received));
            await Task.Delay(150);
        }

        Assert.False(writer.HasStalled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.True(writer.HasStalled);
    }

    private static IEnumerable<int> Places(int samples)
    {
        for (int place = 0; ; place = (place + 1) % samples)
            yield return place;
    }

    private static (Socket Server, Socket Client) Connect()
    {
        string path = Path.Combine(Path.GetTempPath(), $"pair-{Guid.NewGuid():N}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        Socket server = listener.Accept();
        File.Delete(path);
        return (server, client);
    }

    private static async Task<byte[]> ReadAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }
}
