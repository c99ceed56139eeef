namespace FeatureForge.Gpu.Execution;

/// <summary>How a run uses a device; none of it changes a byte of the output.</summary>
public sealed record DeviceRunOptions
{
    /// <summary>Most samples of a batch, 1 to 4,096. Enough to fill a GPU; more only lengthens the wait for the first record.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// Bytes of device memory for the whole run, at most what the device has; 0 for a quarter of that, and no more than half of what is free, a quarter of
    /// the host's memory, 1 GiB per worker and 16 GiB (on a device that is the processor 512 MiB per worker and 4 GiB).
    /// </summary>
    public long MemoryBytes { get; init; }

    /// <summary>Whether a run that does not fit into the device's memory is made on the processor instead of refused: for a device that nobody asked for by name.</summary>
    public bool FallsBackToHost { get; init; }
}
