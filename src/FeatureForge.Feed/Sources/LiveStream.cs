using System.Runtime.ExceptionServices;

namespace FeatureForge.Feed.Sources;

/// <summary>
/// Records of one client, made ahead by the workers that all clients share. Bounded: at most as many records as there are slots are made
/// before the client takes one, so a slow client holds no worker back and a stalled one costs its slots.
/// </summary>
internal sealed class LiveStream : IRecordStream
{
    private readonly LiveEpoch _epoch;
    private readonly LiveWorkers _workers;
    private readonly IEnumerator<int> _places;
    private readonly LiveSlot[] _slots;
    private readonly SemaphoreSlim _finished = new(0);
    private long _taken;
    private long _given;
    private int _underWay;
    private bool _isClosed;

    /// <summary>Begins a stream and asks the workers for its records.</summary>
    /// <param name="epoch">Epoch.</param>
    /// <param name="workers">Workers.</param>
    /// <param name="places">Places wanted, in order.</param>
    /// <param name="slots">Records that may be ahead of the client, at least 1.</param>
    public LiveStream(LiveEpoch epoch, LiveWorkers workers, IEnumerable<int> places, int slots)
    {
        _epoch = epoch;
        _workers = workers;
        _places = places.GetEnumerator();
        _slots = new LiveSlot[slots];
        _workers.Add(this);
    }

    /// <summary>The epoch that the places are of.</summary>
    public LiveEpoch Epoch => _epoch;

    /// <inheritdoc/>
    public int Kept => 0;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation)
    {
        if (_given > 0)
            _workers.Release(this);
        LiveSlot? slot;
        while ((slot = Volatile.Read(ref _slots[_given % _slots.Length])) is not { IsReady: true })
            await _finished.WaitAsync(cancellation);
        _given++;
        _epoch.Metrics.AddWaiting(-1);
        if (slot.Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return slot.Record.FramedMemory;
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Remove(this);

    /// <summary>The next place to make, if there is one and a slot for it. Under the lock of the workers.</summary>
    /// <param name="place">Place of the order.</param>
    /// <returns>Its slot, or null.</returns>
    public LiveSlot? TryTake(out int place)
    {
        place = 0;
        if (_isClosed || _taken - Released >= _slots.Length || !_places.MoveNext())
            return null;
        place = _places.Current;
        _underWay++;
        ref LiveSlot? slot = ref _slots[_taken++ % _slots.Length]!;
        return slot ??= new LiveSlot(_epoch.MakeEncoder());
    }

    /// <summary>Records that the client has done with. Under the lock of the workers.</summary>
    public long Released { get; set; }

    /// <summary>Hands over a slot. Under the lock of the workers.</summary>
    /// <param name="slot">Slot with a record or a failure.</param>
    public void Finish(LiveSlot slot)
    {
        _underWay--;
        if (_isClosed)
        {
            DisposeSlots();
            return;
        }

        _epoch.Metrics.AddWaiting(1);
        slot.IsReady = true;
        _finished.Release();
    }

    /// <summary>Gives the client's last slot back. Under the lock of the workers.</summary>
    public void Release()
    {
        LiveSlot slot = _slots[Released % _slots.Length];
        slot.Failure = null;
        slot.IsReady = false;
        Released++;
    }

    /// <summary>Ends the stream; slots that workers still hold are given up when they are done. Under the lock of the workers.</summary>
    public void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _epoch.Metrics.AddWaiting(-(_taken - _underWay - _given));
        DisposeSlots();
    }

    private void DisposeSlots()
    {
        if (_underWay > 0)
            return;
        foreach (LiveSlot? slot in _slots)
            slot?.Dispose();
        _places.Dispose();
    }
}
