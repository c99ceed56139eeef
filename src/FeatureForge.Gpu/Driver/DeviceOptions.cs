namespace FeatureForge.Gpu.Driver;

/// <summary>How a device is opened.</summary>
public sealed record DeviceOptions
{
    /// <summary>Where compiled programs are kept. Null: the user's cache folder, or where PoCL keeps its own. Empty: nowhere, every program is compiled anew.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Folder with PTX files made by <c>tools/kernels-ptx</c>, for CUDA without NVRTC. Null: <c>kernels-ptx</c> beside the program.</summary>
    public string? PtxFolder { get; init; }

    /// <summary>Value that every byte of a new buffer is set to, or null to leave what is there. Tests poison buffers to find kernels that read what nobody wrote.</summary>
    public byte? Poison { get; init; }

    /// <summary>
    /// Lends the memory that a buffer of an OpenCL processor lies in, for a size in bytes. Tests lay buffers against pages that nobody may
    /// touch: reads outside a buffer seldom change a result. Who disposes such a buffer must have waited for all work on it.
    /// </summary>
    internal Func<long, LentMemory>? BufferMemory { get; init; }
}
