using System.Text;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>Lists the CUDA devices of this machine and says which are usable.</summary>
internal static unsafe class CudaDevices
{
    private const int OldestDriver = 11_080;
    private const int OldestArchitecture = 70;
    private const int NewestMajor = 13;

    /// <summary>Major version of CUDA that the driver is for, at least 11; the newest known here where there is no driver.</summary>
    public static int DriverMajor => DriverVersion() is var version and > 0 ? Math.Max(11, version / 1000) : NewestMajor;

    /// <summary>Adds every device to a list.</summary>
    /// <returns>State of the backend.</returns>
    public static BackendState Find(List<FoundDevice> devices)
    {
        if (DriverLibraries.Find(DriverLibraries.Cuda) == 0)
            return Absent("no CUDA: libcuda.so.1 is not installed (it comes with NVIDIA's driver).");
        int status = CudaLibrary.Initialize(0);
        int count = 0;
        if (status == CudaLibrary.Success)
            status = CudaLibrary.GetDeviceCount(&count);
        if (status == CudaLibrary.ErrorNoDevice || (status == CudaLibrary.Success && count == 0))
            return Absent("no CUDA: the driver is installed, but lists no device (is one given to this container, or hidden by CUDA_VISIBLE_DEVICES?).");
        if (status != CudaLibrary.Success)
            return Absent($"no CUDA: the driver does not start ({CudaStatus.NameOf(status)}); nvidia-smi and dmesg may say why.");
        for (int i = 0; i < count; i++)
            devices.Add(Describe(i));
        string compiler = NvrtcCompiler.Version is { } version ? $"NVRTC {version}" : NvrtcCompiler.Reason;
        return new BackendState(DeviceBackend.Cuda, true, $"driver for CUDA {VersionText(DriverVersion())}; {compiler}");
    }

    /// <summary>Why the engine cannot use a device, or an empty text.</summary>
    /// <param name="driverVersion">1000 * major + 10 * minor.</param>
    /// <param name="architecture">10 * major + minor.</param>
    /// <param name="computeMode">CU_DEVICE_ATTRIBUTE_COMPUTE_MODE.</param>
    /// <param name="compilerReason">Why there is no way to compile for it, or empty.</param>
    internal static string ReasonAgainst(int driverVersion, int architecture, int computeMode, string compilerReason)
    {
        if (driverVersion < OldestDriver)
            return $"its driver is for CUDA {VersionText(driverVersion)}; {VersionText(OldestDriver)} is needed. Update the driver.";
        if (architecture < OldestArchitecture)
            return $"it is an sm_{architecture}; sm_{OldestArchitecture} (Volta, 2017) or newer is needed.";
        if (computeMode == CudaLibrary.ComputeModeProhibited)
            return "its compute mode forbids every program (nvidia-smi -c 0 allows them).";
        return compilerReason;
    }

    private static FoundDevice Describe(int ordinal)
    {
        int handle = 0;
        int status = CudaLibrary.GetDevice(&handle, ordinal);
        int device = handle;
        byte* name = stackalloc byte[256];
        string text = CudaLibrary.GetDeviceName(name, 256, device) == CudaLibrary.Success ? Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)) : $"CUDA device {ordinal}";
        nuint memory = 0;
        if (CudaLibrary.GetDeviceMemory(&memory, device) != CudaLibrary.Success)
            memory = 0;
        int architecture = (10 * Attribute(device, CudaLibrary.AttributeComputeCapabilityMajor)) + Attribute(device, CudaLibrary.AttributeComputeCapabilityMinor);
        var description = new DeviceDescription
        {
            Id = $"cuda:{ordinal}",
            Backend = DeviceBackend.Cuda,
            Name = text,
            Platform = "CUDA",
            DriverVersion = VersionText(DriverVersion()),
            Architecture = $"sm_{architecture}",
            MemoryBytes = (long)memory,
            LargestBufferBytes = (long)memory,
            LocalMemoryBytes = Attribute(device, CudaLibrary.AttributeMaxSharedMemoryPerBlock),
            LargestWorkGroup = Attribute(device, CudaLibrary.AttributeMaxThreadsPerBlock),
            ComputeUnits = Attribute(device, CudaLibrary.AttributeMultiprocessorCount),
        };
        string compiler = NvrtcCompiler.Version is not null || PtxFiles.Exist(PtxFiles.UsualFolder) ? "" : NvrtcCompiler.Reason;
        string reason = status != CudaLibrary.Success
            ? $"cuDeviceGet failed with {CudaStatus.NameOf(status)}."
            : ReasonAgainst(DriverVersion(), architecture, Attribute(device, CudaLibrary.AttributeComputeMode), compiler);
        return new FoundDevice(description, reason, options => new CudaDevice(device, architecture, description, options));
    }

    private static int Attribute(int device, int attribute)
    {
        int value = 0;
        return CudaLibrary.GetDeviceAttribute(&value, attribute, device) == CudaLibrary.Success ? value : 0;
    }

    private static int DriverVersion()
    {
        int version = 0;
        return DriverLibraries.Find(DriverLibraries.Cuda) != 0 && CudaLibrary.GetDriverVersion(&version) == CudaLibrary.Success ? version : 0;
    }

    private static string VersionText(int version) => $"{version / 1000}.{version % 1000 / 10}";

    private static BackendState Absent(string reason) => new(DeviceBackend.Cuda, false, reason);
}
