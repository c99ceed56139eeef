namespace FeatureForge.Gpu.Driver;

/// <summary>What a device is and how much of everything it has.</summary>
public sealed record DeviceDescription
{
    /// <summary>Name to choose the device by, <c>opencl:0</c> or <c>cuda:0</c>; numbered in the order the drivers list them.</summary>
    public required string Id { get; init; }

    /// <summary>Interface that drives it.</summary>
    public required DeviceBackend Backend { get; init; }

    /// <summary>Name its driver gives it.</summary>
    public required string Name { get; init; }

    /// <summary>OpenCL platform, or <c>CUDA</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Version of the driver, in the driver's own spelling.</summary>
    public required string DriverVersion { get; init; }

    /// <summary>What programs are compiled for: the OpenCL version, or an architecture such as <c>sm_90</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Memory of the device in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Largest single buffer in bytes.</summary>
    public required long LargestBufferBytes { get; init; }

    /// <summary>Local memory of a work group in bytes. Kernels use at most <see cref="LaunchRules.MostLocalBytes"/> of it.</summary>
    public required long LocalMemoryBytes { get; init; }

    /// <summary>Most lanes of a work group. Kernels use at most <see cref="LaunchRules.MostLanes"/> of them.</summary>
    public required int LargestWorkGroup { get; init; }

    /// <summary>Compute units (OpenCL) or streaming multiprocessors (CUDA).</summary>
    public required int ComputeUnits { get; init; }

    /// <summary>True where the device is the processor that this program runs on, as PoCL's are.</summary>
    public bool IsProcessor { get; init; }
}
