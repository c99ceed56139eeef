namespace FeatureForge.Gpu.Driver.Cuda;

/// <summary>An opened CUDA device in its primary context.</summary>
internal sealed unsafe class CudaDevice : IComputeDevice
{
    private readonly DeviceOptions _options;
    private readonly ProgramTable _programs;
    private volatile bool _disposed;

    public CudaDevice(int device, int architecture, DeviceDescription description, DeviceOptions options)
    {
        Architecture = architecture;
        Description = description;
        _options = options;
        Cache = new ProgramCache(options.CacheFolder);
        nint context = 0;
        Check(CudaLibrary.RetainPrimaryContext(&context, device), "cuDevicePrimaryCtxRetain");
        Context = new CudaContextHandle(context, device);
        _programs = new ProgramTable(source => new CudaProgram(this, source));
    }

    public DeviceDescription Description { get; }

    /// <summary>Compute capability as major * 10 + minor.</summary>
    public int Architecture { get; }

    /// <summary>Its primary context.</summary>
    public CudaContextHandle Context { get; }

    /// <summary>Compiled programs on disk.</summary>
    public ProgramCache Cache { get; }

    /// <summary>Folder with PTX files.</summary>
    public string PtxFolder => _options.PtxFolder ?? PtxFiles.UsualFolder;

    public long? FreeMemoryBytes
    {
        get
        {
            Make();
            nuint free = 0, total = 0;
            return CudaLibrary.GetMemory(&free, &total) == CudaLibrary.Success ? (long)free : null;
        }
    }

    public IDeviceBuffer Allocate(long bytes)
    {
        Make();
        LaunchRules.CheckSize(bytes, Description.LargestBufferBytes);
        ulong address = 0;
        Check(CudaLibrary.Allocate(&address, (nuint)bytes), "cuMemAlloc");
        var handle = new CudaHandle((nint)address, value => CudaLibrary.Free((ulong)value), Context);
        var memory = new DeviceMemory(this, handle, bytes);
        if (_options.Poison is { } poison)
        {
            using IComputeQueue queue = CreateQueue();
            queue.Fill(memory, 0, bytes, poison);
            queue.Finish();
        }

        return memory;
    }

    public IPinnedBuffer AllocatePinned(long bytes)
    {
        Make();
        LaunchRules.CheckSize(bytes, LaunchRules.MostPinnedBytes);
        void* address = null;
        Check(CudaLibrary.AllocateHost(&address, (nuint)bytes), "cuMemAllocHost");
        return new PinnedMemory(this, new CudaHandle((nint)address, value => CudaLibrary.FreeHost((void*)value), Context), address, bytes);
    }

    public IComputeProgram Build(KernelSource source)
    {
        Make();
        return _programs.Share(source);
    }

    // Not tied to the default stream, which other libraries in the process may use.
    public IComputeQueue CreateQueue(bool timed = false)
    {
        Make();
        nint stream = 0;
        Check(CudaLibrary.CreateStream(&stream, CudaLibrary.StreamNonBlocking), "cuStreamCreate");
        return new CudaQueue(this, new CudaHandle(stream, CudaLibrary.DestroyStream, Context));
    }

    public IComputeEvent CreateEvent(bool timed = false)
    {
        Make();
        nint place = 0;
        Check(CudaLibrary.CreateEvent(&place, CudaLibrary.EventBlockingSync | (timed ? 0 : CudaLibrary.EventDisableTiming)), "cuEventCreate");
        return new CudaEvent(this, new CudaHandle(place, CudaLibrary.DestroyEvent, Context));
    }

    // A handle counts as open while what was made from it holds it, hence the flag.
    public void Dispose()
    {
        _disposed = true;
        Context.Dispose();
    }

    /// <summary>Makes the device's context that of the calling thread; every entry from outside does so first.</summary>
    public void Enter() => Check(Context.MakeCurrent(), "cuCtxSetCurrent");

    /// <summary>Throws unless a call succeeded.</summary>
    public void Check(int status, string call) => CudaStatus.Check(status, call, Description.Name);

    // What every method that makes something new starts with.
    private void Make()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Enter();
    }
}
