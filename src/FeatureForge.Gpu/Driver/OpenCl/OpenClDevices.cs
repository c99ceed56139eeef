namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>Lists the OpenCL devices of this machine and says which are usable.</summary>
internal static class OpenClDevices
{
    private const string Install = "apt install ocl-icd-libopencl1 pocl-opencl-icd";

    /// <summary>Adds every device to a list.</summary>
    /// <returns>State of the backend.</returns>
    public static BackendState Find(List<FoundDevice> devices)
    {
        if (DriverLibraries.Find(DriverLibraries.OpenCl) == 0)
            return Absent($"no OpenCL: libOpenCL.so.1 is not installed ({Install}).");
        nint[] platforms = OpenClQuery.Platforms();
        if (platforms.Length == 0)
            return Absent($"no OpenCL: libOpenCL.so.1 is there, but no driver has registered itself in /etc/OpenCL/vendors (for a plain CPU: {Install}; for a GPU: its vendor's driver).");
        var found = new List<string>();
        int before = devices.Count;
        foreach (nint platform in platforms)
        {
            string name = OpenClQuery.PlatformText(platform, OpenClLibrary.PlatformName);
            var (handles, status) = OpenClQuery.Devices(platform);
            found.Add(handles.Length > 0 ? $"{name}, {OpenClQuery.PlatformText(platform, OpenClLibrary.PlatformVersion)}" : $"{name} lists no device ({OpenClStatus.NameOf(status)})");
            foreach (nint handle in handles)
                devices.Add(Describe(handle, name, $"opencl:{devices.Count - before}"));
        }

        string detail = string.Join("; ", found);
        return devices.Count > before
            ? new BackendState(DeviceBackend.OpenCl, true, detail)
            : Absent($"no OpenCL device: {detail}. Where this is PoCL, its cache folder may not be writable: set POCL_CACHE_DIR to one that is.");
    }

    /// <summary>Why the engine cannot use a device, or an empty text.</summary>
    internal static string ReasonAgainst(OpenClTraits traits)
    {
        if (!traits.IsAvailable)
            return "the driver says that the device is not available.";
        if (!traits.HasCompiler)
            return "its driver has no compiler for kernels (CL_DEVICE_COMPILER_AVAILABLE is false).";
        if (traits.Version is { } version && version < new Version(1, 2))
            return $"it has OpenCL {version}; 1.2 is needed.";
        if (!traits.IsLittleEndian)
            return "it is big-endian; records are little-endian.";
        if ((traits.SinglePrecision & OpenClLibrary.FpCorrectlyRoundedDivideSqrt) == 0)
            return "its division and square root are not correctly rounded (CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT), so its results could differ from other machines'.";
        return "";
    }

    private static FoundDevice Describe(nint device, string platform, string id)
    {
        string versionText = OpenClQuery.DeviceText(device, OpenClLibrary.DeviceVersion);
        var description = new DeviceDescription
        {
            Id = id,
            Backend = DeviceBackend.OpenCl,
            Name = OpenClQuery.DeviceText(device, OpenClLibrary.DeviceName),
            Platform = platform,
            DriverVersion = OpenClQuery.DeviceText(device, OpenClLibrary.DriverVersion),
            Architecture = versionText,
            MemoryBytes = OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceGlobalMemSize),
            LargestBufferBytes = OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceMaxMemAllocSize),
            LocalMemoryBytes = OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceLocalMemSize),
            LargestWorkGroup = (int)Math.Min(OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceMaxWorkGroupSize), int.MaxValue),
            ComputeUnits = (int)OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceMaxComputeUnits),
            IsProcessor = (OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceType) & OpenClLibrary.DeviceTypeCpu) != 0,
        };
        var traits = new OpenClTraits(
            OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceAvailable) != 0,
            OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceCompilerAvailable) != 0,
            OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceEndianLittle) != 0,
            (ulong)OpenClQuery.DeviceNumber(device, OpenClLibrary.DeviceSinglePrecision),
            VersionOf(versionText));
        return new FoundDevice(description, ReasonAgainst(traits), options => new OpenClDevice(device, description, options));
    }

    // "OpenCL<space><major.minor><space><vendor's own>"
    private static Version? VersionOf(string text)
    {
        string[] words = text.Split(' ');
        return words.Length > 1 && Version.TryParse(words[1], out Version? version) && int.IsPositive(version.Major) ? version : null;
    }

    private static BackendState Absent(string reason) => new(DeviceBackend.OpenCl, false, reason);
}
