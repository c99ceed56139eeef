using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace FeatureForge.Feed.Serving;

/// <summary>
/// Writes to one client, no faster than it reads, and cuts the connection of one that reads nothing for too long. What is not yet sent of
/// one client is bounded by the response buffer, whatever the client does.
/// </summary>
internal sealed class ClientWriter : IDisposable
{
    private const int PieceBytes = 1 << 20;
    private const int BytesPerFlush = 1 << 18;
    private readonly PipeWriter _writer;
    private readonly TimeSpan _stallLimit;
    private readonly CancellationToken _cancellation;
    private readonly Timer _stall;
    private volatile bool _hasStalled;
    private int _unflushed;

    /// <summary>Takes the body of a response.</summary>
    /// <param name="context">Request.</param>
    /// <param name="stallLimit">How long the client may read nothing.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public ClientWriter(HttpContext context, TimeSpan stallLimit, CancellationToken cancellation)
    {
        _writer = context.Response.BodyWriter;
        _stallLimit = stallLimit;
        _cancellation = cancellation;
        _stall = new Timer(_ =>
        {
            _hasStalled = true;
            context.Abort();
        });
    }

    /// <summary>True after the client was given up because it read nothing.</summary>
    public bool HasStalled => _hasStalled;

    /// <summary>Writes bytes, and now and then waits until the client has taken all but what the response buffer holds.</summary>
    /// <param name="bytes">Bytes; free to change when the call has ended.</param>
    /// <exception cref="OperationCanceledException">The client is gone, was cut, or the server ends.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            ReadOnlyMemory<byte> piece = bytes[..Math.Min(bytes.Length, PieceBytes)];
            piece.CopyTo(_writer.GetMemory(piece.Length));
            _writer.Advance(piece.Length);
            bytes = bytes[piece.Length..];
            _unflushed += piece.Length;
            if (_unflushed >= BytesPerFlush)
                await FlushAsync();
        }
    }

    /// <summary>Sends what was written; waits as <see cref="WriteAsync"/> does.</summary>
    /// <exception cref="OperationCanceledException">The client is gone, was cut, or the server ends.</exception>
    public async ValueTask FlushAsync()
    {
        _unflushed = 0;
        ValueTask<FlushResult> flush = _writer.FlushAsync(_cancellation);
        FlushResult result;
        if (flush.IsCompleted)
        {
            result = flush.Result;
        }
        else
        {
            _stall.Change(_stallLimit, Timeout.InfiniteTimeSpan);
            result = await flush;
            _stall.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        if (result.IsCompleted || result.IsCanceled || _hasStalled)
            throw new OperationCanceledException("The client is gone.");
    }

    /// <inheritdoc/>
    public void Dispose() => _stall.Dispose();
}
