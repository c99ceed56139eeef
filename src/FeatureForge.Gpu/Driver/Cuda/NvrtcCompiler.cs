using System.Runtime.InteropServices;
using System.Text;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>Compiles kernel text for CUDA devices, where NVRTC is found.</summary>
internal static unsafe class NvrtcCompiler
{
    /// <summary>Options besides the architecture; all of them keep float32 as IEEE 754 has it.</summary>
    public const string BuildOptions = "--fmad=false --prec-div=true --prec-sqrt=true --ftz=false --std=c++17";

    private const int LargestOutput = 1 << 26;
    private static readonly Lazy<nint> s_handle = new(() => DriverLibraries.FirstOf([.. Tried]));
    private static readonly Lazy<Version?> s_version = new(ReadVersion);

    /// <summary>Handle of the library, or 0.</summary>
    public static nint LibraryHandle => s_handle.Value;

    /// <summary>Version, or null where NVRTC is absent or older than 11.2.</summary>
    public static Version? Version => s_version.Value;

    /// <summary>Empty where it is usable; else the sentence that says what is missing.</summary>
    public static string Reason
    {
        get
        {
            if (Version is not null)
                return "";
            return LibraryHandle != 0
                ? $"NVRTC is older than 11.2; install that of CUDA {CudaDevices.DriverMajor}, or name it by {NvrtcFiles.Variable}."
                : $"NVRTC is not installed (looked for {string.Join(", ", Tried.Select(Path.GetFileName).Distinct())}); install the CUDA toolkit's libnvrtc or pip install nvidia-cuda-nvrtc-cu{CudaDevices.DriverMajor}, and name its file or folder by {NvrtcFiles.Variable} or LD_LIBRARY_PATH.";
        }
    }

    private static IReadOnlyList<string> Tried => NvrtcFiles.Candidates(CudaDevices.DriverMajor, Environment.GetEnvironmentVariable(NvrtcFiles.Variable));

    /// <summary>Compiles for a device: machine code, or PTX of the nearest older architecture where NVRTC does not know the device's.</summary>
    /// <param name="source">Complete text.</param>
    /// <param name="architecture">Compute capability as major * 10 + minor, for example 90.</param>
    /// <returns>An image for cuModuleLoadDataEx.</returns>
    /// <exception cref="DriverException">The text does not compile; the message ends with the log.</exception>
    public static byte[] Compile(KernelSource source, int architecture)
    {
        int known = NearestKnown(Architectures(), architecture);
        bool exact = known == architecture;
        using NvrtcHandle program = Create(source);
        string[] options = [$"--gpu-architecture={(exact ? "sm" : "compute")}_{known}", .. BuildOptions.Split(' ')];
        int status = Compile(program, options);
        if (status != NvrtcLibrary.Success)
            throw DriverErrors.BuildFailed(source.Name, "nvrtcCompileProgram", NameOf(status), Log(program));
        return exact ? Cubin(source, program) : Ptx(source, program);
    }

    /// <summary>The architecture to compile for: the device's own, else the newest older one; the device's own also where none is older, so that NVRTC says what is wrong.</summary>
    internal static int NearestKnown(IReadOnlyCollection<int> known, int architecture) =>
        known.Where(candidate => candidate <= architecture).DefaultIfEmpty(architecture).Max();

    private static Version? ReadVersion()
    {
        if (LibraryHandle == 0)
            return null;
        int major = 0;
        int minor = 0;
        bool known = NvrtcLibrary.GetVersion(&major, &minor) == NvrtcLibrary.Success;
        return known && (major, minor).CompareTo((11, 2)) >= 0 ? new Version(major, minor) : null;
    }

    private static int[] Architectures()
    {
        int count = 0;
        if (NvrtcLibrary.GetArchitectureCount(&count) != NvrtcLibrary.Success || count is < 1 or > 1000)
            return [];
        var architectures = new int[count];
        fixed (int* list = architectures)
            return NvrtcLibrary.GetArchitectures(list) == NvrtcLibrary.Success ? architectures : [];
    }

    private static NvrtcHandle Create(KernelSource source)
    {
        nint program = 0;
        int status;
        fixed (byte* text = Encoding.UTF8.GetBytes(source.Text + '\0'), name = Encoding.UTF8.GetBytes(source.Name + ".cu\0"))
            status = NvrtcLibrary.CreateProgram(&program, text, name, 0, null, null);
        return status == NvrtcLibrary.Success ? new NvrtcHandle(program) : throw DriverErrors.BuildFailed(source.Name, "nvrtcCreateProgram", NameOf(status), "");
    }

    private static int Compile(NvrtcHandle program, string[] options)
    {
        byte** list = stackalloc byte*[options.Length];
        byte* texts = stackalloc byte[options.Sum(option => option.Length + 1)];
        for (int i = 0; i < options.Length; i++)
        {
            list[i] = texts;
            int length = Encoding.ASCII.GetBytes(options[i], new Span<byte>(texts, options[i].Length));
            texts[length] = 0;
            texts += length + 1;
        }

        return NvrtcLibrary.CompileProgram(program, options.Length, list);
    }

    private static string Log(NvrtcHandle program)
    {
        nuint size = 0;
        if (NvrtcLibrary.GetLogSize(program, &size) != NvrtcLibrary.Success || size is 0 or > LargestOutput)
            return "(no log)";
        var text = new byte[size];
        fixed (byte* start = text)
            _ = NvrtcLibrary.GetLog(program, start);
        return Encoding.UTF8.GetString(text).TrimEnd('\0');
    }

    private static byte[] Cubin(KernelSource source, NvrtcHandle program)
    {
        nuint size = 0;
        int status = NvrtcLibrary.GetCubinSize(program, &size);
        var image = new byte[status == NvrtcLibrary.Success && size <= LargestOutput ? size : 0];
        fixed (byte* start = image)
            status = image.Length == 0 ? status : NvrtcLibrary.GetCubin(program, start);
        return status == NvrtcLibrary.Success && image.Length > 0 ? image : throw DriverErrors.BuildFailed(source.Name, "nvrtcGetCUBIN", NameOf(status), "");
    }

    private static byte[] Ptx(KernelSource source, NvrtcHandle program)
    {
        nuint size = 0;
        int status = NvrtcLibrary.GetPtxSize(program, &size);
        var image = new byte[status == NvrtcLibrary.Success && size <= LargestOutput ? size : 0];
        fixed (byte* start = image)
            status = image.Length == 0 ? status : NvrtcLibrary.GetPtx(program, start);
        return status == NvrtcLibrary.Success && image.Length > 0 ? image : throw DriverErrors.BuildFailed(source.Name, "nvrtcGetPTX", NameOf(status), "");
    }

    private static string NameOf(int status) => Marshal.PtrToStringUTF8((nint)NvrtcLibrary.GetErrorText(status)) ?? $"NVRTC status {status}";
}
