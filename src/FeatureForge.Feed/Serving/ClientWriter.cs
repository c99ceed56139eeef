using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace FeatureForge.Feed.Serving;

/// <summary>
/// Writes the body of one response straight from the memory of its batches to the socket, no faster than the client reads, and cuts the
/// connection of one that reads nothing for too long. What a client holds, besides the batch that waits for it, is the socket's buffer.
/// </summary>
internal sealed class ClientWriter : IDisposable
{
    // For clients on this machine. The default cost a twentieth more processor time; 2 MiB gained nothing, and a client that reads nothing holds it.
    private const int SocketBufferBytes = 256 << 10;

    // A client that takes so many bytes within the stall limit is slow, not stalled.
    private const int PieceBytes = 1 << 19;
    private const int LargestCollected = 8 << 10;
    private const int ChunkLineBytes = 32;
    private readonly ReadOnlyMemory<byte>[] _single = new ReadOnlyMemory<byte>[1];
    private readonly Socket _socket;
    private readonly Timer _stall;
    private readonly TimeSpan _stallLimit;
    private readonly CancellationToken _cancellation;
    private readonly byte[] _collected = new byte[LargestCollected + (2 * ChunkLineBytes)];
    private readonly bool _isChunked;
    private int _count;
    private volatile bool _hasStalled;

    /// <summary>Takes a connection whose header fields were sent.</summary>
    /// <param name="socket">Socket of the client; stays open.</param>
    /// <param name="isChunked">Whether the body is sent in chunks of HTTP/1.1; their end is left to the server.</param>
    /// <param name="stall">How long the client may read nothing, and what cuts it then.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public ClientWriter(Socket socket, bool isChunked, (TimeSpan Limit, Action Cut) stall, CancellationToken cancellation)
    {
        _socket = socket;
        _isChunked = isChunked;
        _stallLimit = stall.Limit;
        _cancellation = cancellation;
        _stall = new Timer(_ =>
        {
            _hasStalled = true;
            stall.Cut();
        });
    }

    /// <summary>True after the client was given up because it read nothing.</summary>
    public bool HasStalled => _hasStalled;

    /// <summary>Sends the header fields of a response and gives what writes its body.</summary>
    /// <param name="context">Request.</param>
    /// <param name="stallLimit">How long the client may read nothing.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="OperationCanceledException">The client is gone, or the server ends.</exception>
    public static async Task<ClientWriter> BeginAsync(HttpContext context, TimeSpan stallLimit, CancellationToken cancellation)
    {
        // A trainer that computes for a while reads nothing meanwhile; this class knows how long that may last. All other answers keep the server's limit.
        context.Features.GetRequiredFeature<IHttpMinResponseDataRateFeature>().MinDataRate = null;
        await context.Response.StartAsync(cancellation);

        // The server holds back nothing that was flushed (FeedServer asks for that), so what goes to the socket from here on comes behind it.
        await context.Response.BodyWriter.FlushAsync(cancellation);
        Socket socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        Widen(socket);
        return new ClientWriter(socket, context.Response.Headers.TransferEncoding == "chunked", (stallLimit, context.Abort), cancellation);
    }

    /// <summary>Sends bytes as <see cref="WriteAsync(IReadOnlyList{ReadOnlyMemory{byte}})"/> does.</summary>
    /// <param name="bytes">Bytes; free to change when the call has ended.</param>
    /// <exception cref="OperationCanceledException">The client is gone, was cut, or the server ends.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _single[0] = bytes;
        return WriteAsync(_single);
    }

    /// <summary>Sends pieces one behind the other; waits until the system has taken them all.</summary>
    /// <param name="pieces">Pieces; free to change when the call has ended.</param>
    /// <exception cref="OperationCanceledException">The client is gone, was cut, or the server ends.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        long bytes = 0;
        for (int i = 0; i < pieces.Count; i++)
            bytes += pieces[i].Length;
        if (bytes == 0)
            return;
        if (_isChunked)
            Collect(bytes);
        for (int i = 0; i < pieces.Count; i++)
        {
            if (_count + pieces[i].Length > LargestCollected)
                await SendCollectedAsync();
            if (pieces[i].Length <= LargestCollected)
                Collect(pieces[i].Span);
            else
                await SendAsync(pieces[i]);
        }

        if (_isChunked)
            Collect("\r\n"u8);
        await SendCollectedAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _stall.Dispose();

    private static void Widen(Socket socket)
    {
        try
        {
            if (socket.AddressFamily == AddressFamily.Unix)
                socket.SendBufferSize = SocketBufferBytes;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw new OperationCanceledException("The client is gone.", failure);
        }
    }

    /// <summary>The line before a chunk.</summary>
    private void Collect(long chunkBytes)
    {
        _ = chunkBytes.TryFormat(_collected.AsSpan(_count), out int digits, "x", CultureInfo.InvariantCulture);
        _count += digits;
        Collect("\r\n"u8);
    }

    private void Collect(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_collected.AsSpan(_count));
        _count += bytes.Length;
    }

    private ValueTask SendCollectedAsync()
    {
        int count = _count;
        _count = 0;
        return count == 0 ? ValueTask.CompletedTask : SendAsync(_collected.AsMemory(0, count));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                ValueTask<int> sending = _socket.SendAsync(bytes[..Math.Min(bytes.Length, PieceBytes)], SocketFlags.None, _cancellation);
                int sent;
                if (sending.IsCompleted)
                {
                    sent = sending.Result;
                }
                else
                {
                    _stall.Change(_stallLimit, Timeout.InfiniteTimeSpan);
                    sent = await sending;
                    _stall.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }

                bytes = bytes[sent..];
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw new OperationCanceledException("The client is gone.", failure);
        }

        if (_hasStalled)
            throw new OperationCanceledException("The client is gone.");
    }
}
