namespace FeatureForge.Feed.Sources;

/// <summary>
/// What was asked for last: ranks of one epoch ask for the same order, which is worked out once. Holds few values, whatever clients ask for.
/// Values are made one after the other, each on a thread of its own: who waits holds no thread, so streams that run and pages that are asked
/// for meanwhile find theirs free.
/// </summary>
/// <param name="ending">Cancelled when the server ends.</param>
/// <param name="goesOnAlone">Whether a value is made to its end though nobody waits any more, for whoever asks again.</param>
/// <typeparam name="TKey">What a value depends on.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
internal sealed class RecentValues<TKey, TValue>(CancellationToken ending, bool goesOnAlone = false)
    where TKey : IEquatable<TKey>
{
    private const int Kept = 8;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<(TKey Key, SharedValue<TValue> Shared)> _values = [];

    /// <summary>The value of a key. Its making is given up when the last who waits has gone; what failed is tried again by the next request.</summary>
    /// <param name="key">Key.</param>
    /// <param name="make">Makes the value on the thread that it is called on, until its token is cancelled.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait or the server ended.</exception>
    public async Task<TValue> GetAsync(TKey key, Func<CancellationToken, TValue> make, CancellationToken cancellation)
    {
        SharedValue<TValue> shared = Join(key, make);
        try
        {
            return await shared.Value.WaitAsync(cancellation);
        }
        finally
        {
            Leave(shared);
        }
    }

    private SharedValue<TValue> Join(TKey key, Func<CancellationToken, TValue> make)
    {
        lock (_values)
        {
            int found = _values.FindIndex(entry => entry.Key.Equals(key));
            SharedValue<TValue>? shared = found >= 0 && _values[found].Shared.IsUsable ? _values[found].Shared : null;
            if (found >= 0)
                _values.RemoveAt(found);
            else
                MakeRoom();
            if (shared is null)
            {
                shared = new SharedValue<TValue>(CancellationTokenSource.CreateLinkedTokenSource(ending));
                shared.Value = MakeAsync(shared, make);
            }

            shared.Waiting++;
            _values.Add((key, shared));
            return shared;
        }
    }

    /// <summary>Lets go of the value that was asked for least lately. One that is still made stays, or it would be made twice; those are no more than streams.</summary>
    private void MakeRoom()
    {
        int oldest = _values.Count >= Kept ? _values.FindIndex(entry => entry.Shared.Value.IsCompleted) : -1;
        if (oldest >= 0)
            _values.RemoveAt(oldest);
    }

    private void Leave(SharedValue<TValue> shared)
    {
        lock (_values)
        {
            shared.Waiting--;
            if (shared.Waiting == 0 && !shared.IsOver && !goesOnAlone)
                shared.Stop.Cancel();
        }
    }

    private async Task<TValue> MakeAsync(SharedValue<TValue> shared, Func<CancellationToken, TValue> make)
    {
        CancellationToken stop = shared.Stop.Token;
        try
        {
            await _turn.WaitAsync(stop);
            try
            {
                return await Task.Factory.StartNew(() => make(stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            lock (_values)
            {
                shared.IsOver = true;
                shared.Stop.Dispose();
            }
        }
    }
}
