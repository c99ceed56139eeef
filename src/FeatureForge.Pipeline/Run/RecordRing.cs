using FeatureForge.Core.Errors;
using FeatureForge.Records.Encode;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// Joins workers and writer: workers take positions 0, 1, 2 ... and finish in any order, the writer sees them in order. At most as
/// many records are under way as there are slots, which bounds memory and lets a slow disk hold the workers back.
/// </summary>
internal sealed class RecordRing : IDisposable
{
    private readonly RecordSlot[] _slots;
    private readonly SemaphoreSlim _free;
    private readonly SemaphoreSlim _finished = new(0);
    private readonly CancellationTokenSource _stop;
    private readonly long _total;
    private long _next = -1;
    private Exception? _failure;

    /// <summary>Makes the ring.</summary>
    /// <param name="encoder">Makes the encoder of one slot.</param>
    /// <param name="slots">Records under way at most.</param>
    /// <param name="total">Number of positions.</param>
    /// <param name="cancellation">Stops workers and writer.</param>
    public RecordRing(Func<RecordEncoder> encoder, int slots, long total, CancellationToken cancellation)
    {
        _slots = [.. Enumerable.Range(0, slots).Select(_ => new RecordSlot(encoder()))];
        _free = new SemaphoreSlim(slots);
        _total = total;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Stops everybody; the first failure is the one reported.</summary>
    /// <param name="failure">What went wrong.</param>
    public void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _stop.Cancel();
    }

    /// <summary>Stops the workers without a failure.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>True when every position has been taken.</summary>
    public bool IsExhausted => Interlocked.Read(ref _next) >= _total - 1;

    /// <summary>Worker: takes the next position and its slot.</summary>
    /// <param name="patience">Milliseconds to wait for a free slot, -1 for as long as it takes.</param>
    /// <param name="position">Position to work on.</param>
    /// <returns>The slot, or null when there is no more work or no slot became free.</returns>
    /// <exception cref="OperationCanceledException">The run stops.</exception>
    public RecordSlot? Take(int patience, out long position)
    {
        position = -1;
        if (IsExhausted || !_free.Wait(patience, _stop.Token))
            return null;
        position = Interlocked.Increment(ref _next);
        return position < _total ? _slots[position % _slots.Length] : null;
    }

    /// <summary>Worker: hands a slot to the writer.</summary>
    /// <param name="slot">Slot that holds a record or a reason.</param>
    public void Finish(RecordSlot slot)
    {
        slot.Ready = true;
        _finished.Release();
    }

    /// <summary>Writer: waits for a position.</summary>
    /// <param name="position">Position; asked for in order.</param>
    /// <exception cref="OperationCanceledException">The run stops.</exception>
    public RecordSlot WaitFor(long position)
    {
        RecordSlot slot = _slots[position % _slots.Length];
        while (!slot.Ready)
        {
            try
            {
                _finished.Wait(_stop.Token);
            }
            catch (OperationCanceledException) when (_failure is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
            }
        }

        return slot;
    }

    /// <summary>Writer: gives a slot back to the workers.</summary>
    /// <param name="slot">Slot whose content has been written.</param>
    public void Release(RecordSlot slot)
    {
        slot.Bad = null;
        slot.Ready = false;
        _free.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RecordSlot slot in _slots)
            slot.Dispose();
        _free.Dispose();
        _finished.Dispose();
        _stop.Dispose();
    }
}
