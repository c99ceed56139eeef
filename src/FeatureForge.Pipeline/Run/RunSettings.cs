namespace FeatureForge.Pipeline.Run;

/// <summary>What the command line decides about a run; none of it changes a byte of the output.</summary>
public sealed record RunSettings
{
    /// <summary>Folder that the shards are written to, absolute.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Threads that make samples, at least 1.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Number of this task among <see cref="TaskCount"/>, from 0: it makes the shards congruent to it.</summary>
    public int TaskNumber { get; init; }

    /// <summary>Number of tasks that share the work; 1 for a plain run.</summary>
    public int TaskCount { get; init; } = 1;

    /// <summary>What does the pixel work; stays the caller's.</summary>
    public IRunBackend Backend { get; init; } = new HostBackend();

    /// <summary>Remove what an earlier run left in the output folder and start over.</summary>
    public bool Fresh { get; init; }
}
