namespace FeatureForge.Testing;

/// <summary>
/// What work allocates once it is warm. The runtime allocates a few objects of its own while it recompiles what runs often, and
/// tests running beside lend and return pooled buffers; work that allocates by itself does so every time.
/// </summary>
public static class SteadyState
{
    private const int Rounds = 20;

    /// <summary>The least that one of up to 20 rounds of the work allocates on the calling thread, in bytes; stops at the first round of none.</summary>
    /// <param name="work">One round; the same every time.</param>
    public static long AllocatedBytes(Action work) => AllocatedBytes(work, work => work());

    /// <summary>The same for work on something that only lives on the stack.</summary>
    /// <param name="input">What the work is given.</param>
    /// <param name="work">One round; the same every time.</param>
    /// <typeparam name="T">Any type.</typeparam>
    public static long AllocatedBytes<T>(T input, Action<T> work)
        where T : allows ref struct
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work(input);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
