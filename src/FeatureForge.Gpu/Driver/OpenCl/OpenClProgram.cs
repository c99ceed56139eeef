using System.Text;

namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>A program built by the OpenCL driver from its text, or from the binary of an earlier build.</summary>
internal sealed unsafe class OpenClProgram : IComputeProgram
{
    /// <summary>Options of every build; all of them keep float32 as IEEE 754 has it.</summary>
    public const string BuildOptions = "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt";

    private readonly OpenClDevice _device;
    private readonly OpenClHandle _program;
    private readonly Dictionary<string, OpenClKernel> _kernels = [];
    private readonly Lock _lock = new();

    public OpenClProgram(OpenClDevice device, KernelSource source)
    {
        _device = device;
        Source = source;
        DeviceDescription about = device.Description;
        byte[] key = ProgramCache.KeyOf("opencl", source.Text, BuildOptions, about.Platform, about.Name, about.Architecture, about.DriverVersion);
        bool isKept = device.KeepsPrograms;
        OpenClHandle? cached = isKept && device.Cache.TryRead(key) is { } binary ? TryLoad(binary) : null;
        Origin = cached is null ? ProgramOrigin.Compiled : ProgramOrigin.Cache;
        _program = cached ?? Compile(source);
        if (isKept && cached is null)
            device.Cache.Write(key, Binary());
    }

    public KernelSource Source { get; }

    public ProgramOrigin Origin { get; }

    public IComputeKernel Kernel(string name)
    {
        KernelSignature signature = Source.Find(name);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_program.IsClosed, this);
            if (!_kernels.TryGetValue(name, out OpenClKernel? kernel))
            {
                kernel = new OpenClKernel(_device, _program, signature);
                _kernels.Add(name, kernel);
            }

            return kernel;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (OpenClKernel kernel in _kernels.Values)
                kernel.Handle.Dispose();
            _program.Dispose();
        }
    }

    private OpenClHandle Compile(KernelSource source)
    {
        byte[] text = Encoding.UTF8.GetBytes(source.Text);
        int status = 0;
        nint program;
        fixed (byte* start = text)
        {
            byte* texts = start;
            nuint length = (nuint)text.Length;
            program = OpenClLibrary.CreateProgramWithSource(_device.Context, 1, &texts, &length, &status);
        }

        _device.Check(status, "clCreateProgramWithSource");
        var handle = new OpenClHandle(program, OpenClLibrary.ReleaseProgram, _device.Context);
        int built = BuildForDevice(handle);
        if (built == OpenClLibrary.Success)
            return handle;
        string log = Log(handle);
        handle.Dispose();
        DriverFailure failure = OpenClStatus.FailureOf(built, waiting: false);
        if (failure is DriverFailure.OutOfMemory or DriverFailure.DeviceLost)
            _device.Check(built, "clBuildProgram");
        throw DriverErrors.BuildFailed(source.Name, "clBuildProgram", OpenClStatus.NameOf(built), log);
    }

    // A binary that the driver no longer takes is no error: the text is there.
    private OpenClHandle? TryLoad(byte[] binary)
    {
        int status = 0;
        int binaryStatus = 0;
        nint program;
        nint device = _device.Device;
        fixed (byte* start = binary)
        {
            byte* binaries = start;
            nuint length = (nuint)binary.Length;
            program = OpenClLibrary.CreateProgramWithBinary(_device.Context, 1, &device, &length, &binaries, &binaryStatus, &status);
        }

        if (program == 0)
            return null;
        var handle = new OpenClHandle(program, OpenClLibrary.ReleaseProgram, _device.Context);
        if (status == OpenClLibrary.Success && binaryStatus == OpenClLibrary.Success && BuildForDevice(handle) == OpenClLibrary.Success)
            return handle;
        handle.Dispose();
        return null;
    }

    private int BuildForDevice(OpenClHandle program)
    {
        nint device = _device.Device;
        fixed (byte* options = Encoding.UTF8.GetBytes(BuildOptions + '\0'))
            return OpenClLibrary.BuildProgram(program, 1, &device, options, 0, 0);
    }

    private string Log(OpenClHandle program)
    {
        nuint size = 0;
        if (OpenClLibrary.GetBuildInfo(program, _device.Device, OpenClLibrary.ProgramBuildLog, 0, null, &size) != OpenClLibrary.Success || size is 0 or > 1 << 24)
            return "(no log)";
        var text = new byte[size];
        fixed (byte* start = text)
            _ = OpenClLibrary.GetBuildInfo(program, _device.Device, OpenClLibrary.ProgramBuildLog, size, start, null);
        return Encoding.UTF8.GetString(text).TrimEnd('\0');
    }

    private byte[] Binary()
    {
        nuint size = 0;
        if (OpenClLibrary.GetProgramInfo(_program, OpenClLibrary.ProgramBinarySizes, (nuint)sizeof(nuint), &size, null) != OpenClLibrary.Success || size is 0 or > 1 << 26)
            return [];
        var binary = new byte[size];
        fixed (byte* start = binary)
        {
            byte* binaries = start;
            int status = OpenClLibrary.GetProgramInfo(_program, OpenClLibrary.ProgramBinaries, (nuint)sizeof(byte*), &binaries, null);
            return status == OpenClLibrary.Success ? binary : [];
        }
    }
}
