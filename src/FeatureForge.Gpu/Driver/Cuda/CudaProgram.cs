using System.Text;

namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>A module of the CUDA driver: machine code from NVRTC or the cache, or PTX from a file.</summary>
internal sealed unsafe class CudaProgram : IComputeProgram
{
    private const int LogBytes = 16 * 1024;
    private readonly CudaDevice _device;
    private readonly CudaHandle _module;
    private readonly Dictionary<string, CudaKernel> _kernels = [];
    private readonly Lock _lock = new();

    public CudaProgram(CudaDevice device, KernelSource source)
    {
        _device = device;
        Source = source;
        if (NvrtcCompiler.Version is not { } compiler)
        {
            byte[] ptx = PtxFiles.TryRead(device.PtxFolder, source, device.Architecture)
                ?? throw DriverErrors.NoCompiler(source.Name, $"{NvrtcCompiler.Reason} Or run tools/kernels-ptx and put its folder kernels-ptx beside the program.");
            _module = Load(ptx, source.Name);
            Origin = ProgramOrigin.PtxFile;
            return;
        }

        byte[] key = ProgramCache.KeyOf("cuda", source.Text, NvrtcCompiler.BuildOptions, compiler.ToString(), device.Description.Architecture);
        CudaHandle? cached = device.Cache.TryRead(key) is { } kept ? TryLoad(kept, out _, out _) : null;
        Origin = cached is null ? ProgramOrigin.Compiled : ProgramOrigin.Cache;
        if (cached is null)
        {
            byte[] image = NvrtcCompiler.Compile(source, device.Architecture);
            cached = Load(image, source.Name);
            device.Cache.Write(key, image);
        }

        _module = cached;
    }

    public KernelSource Source { get; }

    public ProgramOrigin Origin { get; }

    public IComputeKernel Kernel(string name)
    {
        KernelSignature signature = Source.Find(name);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_module.IsClosed, this);
            if (!_kernels.TryGetValue(name, out CudaKernel? kernel))
            {
                kernel = new CudaKernel(_device, _module, signature);
                _kernels.Add(name, kernel);
            }

            return kernel;
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _module.Dispose();
    }

    private CudaHandle Load(byte[] image, string program)
    {
        CudaHandle? module = TryLoad(image, out int status, out string log);
        if (module is not null)
            return module;
        if (CudaStatus.FailureOf(status) is DriverFailure.OutOfMemory or DriverFailure.DeviceLost)
            _device.Check(status, "cuModuleLoadDataEx");
        throw DriverErrors.BuildFailed(program, "cuModuleLoadDataEx", CudaStatus.NameOf(status), log);
    }

    private CudaHandle? TryLoad(byte[] image, out int status, out string log)
    {
        byte* text = stackalloc byte[LogBytes];
        *text = 0;
        int* options = stackalloc int[2] { CudaLibrary.JitErrorLogBuffer, CudaLibrary.JitErrorLogBufferBytes };
        // The driver takes a size in the place of a pointer.
        void** values = stackalloc void*[2] { text, (void*)LogBytes };
        nint module = 0;
        fixed (byte* start = image)
            status = CudaLibrary.LoadModule(&module, start, 2, options, values);
        log = Encoding.UTF8.GetString(text, new ReadOnlySpan<byte>(text, LogBytes).IndexOf((byte)0) is var length and >= 0 ? length : LogBytes);
        return status == CudaLibrary.Success ? new CudaHandle(module, CudaLibrary.UnloadModule, _device.Context) : null;
    }
}
