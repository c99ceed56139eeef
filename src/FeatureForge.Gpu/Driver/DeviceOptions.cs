namespace FeatureForge.Gpu.Driver;

/// <summary>How a device is opened.</summary>
public sealed record DeviceOptions
{
    /// <summary>Where compiled programs are kept. Null: the user's cache folder. Empty: nowhere, every program is compiled anew.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Folder with PTX files made by <c>tools/kernels-ptx</c>, for CUDA without NVRTC. Null: <c>kernels-ptx</c> beside the program.</summary>
    public string? PtxFolder { get; init; }

    /// <summary>Value that every byte of a new buffer is set to, or null to leave what is there. Tests poison buffers to find kernels that read what nobody wrote.</summary>
    public byte? Poison { get; init; }
}
