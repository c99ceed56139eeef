namespace FeatureForge.Pipeline.Run;

/// <summary>
/// Memory that large pictures of all workers share: they wait for each other when together they would need more. A picture larger than
/// the whole budget goes alone. Smaller pictures never come here.
/// </summary>
/// <param name="bytes">Bytes that may be taken at once.</param>
internal sealed class MemoryBudget(long bytes)
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _released = new();
    private long _taken;

    /// <summary>Takes memory, waiting until there is enough. Whoever holds some must give it back before taking more.</summary>
    /// <param name="wanted">Bytes.</param>
    public void Take(long wanted)
    {
        while (!TryTake(wanted))
            _released.Wait();
    }

    /// <summary>Gives memory back.</summary>
    /// <param name="taken">What was taken.</param>
    public void Return(long taken)
    {
        lock (_gate)
        {
            _taken -= taken;
            _released.Set();
        }
    }

    private bool TryTake(long wanted)
    {
        lock (_gate)
        {
            if (_taken > 0 && _taken + wanted > bytes)
            {
                _released.Reset();
                return false;
            }

            _taken += wanted;
            return true;
        }
    }
}
