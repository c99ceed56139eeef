namespace FeatureForge.Benchmarks.Inputs;

/// <summary>
/// Ends a benchmark before it is timed when what runs for each sample between decode and shard takes managed memory. BenchmarkDotNet's
/// own column counts every thread of the process; this counts the one thread exactly.
/// </summary>
internal static class AllocatesNothing
{
    private const int Repetitions = 3;

    /// <summary>Runs each operation until its buffers have grown, then once more, counting.</summary>
    /// <param name="operations">What must not allocate.</param>
    /// <exception cref="InvalidOperationException">One allocated.</exception>
    public static void Check(params Action[] operations)
    {
        foreach (Action operation in operations)
        {
            long allocated = 0;
            for (int i = 0; i < Repetitions; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                operation();
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            if (allocated > 0)
                throw new InvalidOperationException($"{operation.Method.Name} allocated {allocated} bytes; between decode and shard nothing may be allocated. Nothing is timed.");
        }
    }
}
