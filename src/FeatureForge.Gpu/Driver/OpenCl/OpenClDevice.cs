namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>An opened OpenCL device: one context, one device.</summary>
internal sealed unsafe class OpenClDevice : IComputeDevice
{
    private readonly DeviceOptions _options;
    private readonly OpenClHandle _ownQueue;
    private readonly ProgramTable _programs;
    private volatile bool _disposed;

    public OpenClDevice(nint device, DeviceDescription description, DeviceOptions options)
    {
        Device = device;
        Description = description;
        _options = options;
        Cache = new ProgramCache(options.CacheFolder);
        int status = 0;
        nint context = OpenClLibrary.CreateContext(null, 1, &device, 0, 0, &status);
        Check(status, "clCreateContext");
        Context = new OpenClHandle(context, OpenClLibrary.ReleaseContext, null);
        _ownQueue = MakeQueue(0);
        _programs = new ProgramTable(source => new OpenClProgram(this, source));
    }

    public DeviceDescription Description { get; }

    /// <summary>The driver's device.</summary>
    public nint Device { get; }

    /// <summary>The context that everything of the device lives in.</summary>
    public OpenClHandle Context { get; }

    /// <summary>Compiled programs on disk.</summary>
    public ProgramCache Cache { get; }

    /// <summary>
    /// False for PoCL, which keeps what it compiled on disk by itself, unless a folder is asked for. Asked for a binary, 3.1 compiles every
    /// kernel once more for groups of any size, and a size that it told is wrong as soon as another process compiles a kernel of the same text.
    /// </summary>
    public bool KeepsPrograms => _options.CacheFolder is { } folder ? folder.Length > 0 : !Description.Platform.Contains("Portable Computing Language", StringComparison.Ordinal);

    public long? FreeMemoryBytes => null;

    public IDeviceBuffer Allocate(long bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        LaunchRules.CheckSize(bytes, Description.LargestBufferBytes);
        OpenClHandle handle = _options.BufferMemory is { } lend && Description.IsProcessor ? CreateBufferIn(lend(bytes), bytes) : CreateBuffer(bytes);
        if (_options.Poison is { } poison)
        {
            Check(OpenClLibrary.EnqueueFill(_ownQueue, handle, &poison, 1, 0, (nuint)bytes, 0, null, null), "clEnqueueFillBuffer");
            Check(OpenClLibrary.Finish(_ownQueue), "clFinish", waiting: true);
        }

        return new DeviceMemory(this, handle, bytes);
    }

    // The way to pinned memory in OpenCL: memory that the driver allocates on the host, mapped for as long as it lives.
    public IPinnedBuffer AllocatePinned(long bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        LaunchRules.CheckSize(bytes, Math.Min(LaunchRules.MostPinnedBytes, Description.LargestBufferBytes));
        int status = 0;
        nint memory = OpenClLibrary.CreateBuffer(Context, OpenClLibrary.MemReadWrite | OpenClLibrary.MemAllocHostPointer, (nuint)bytes, null, &status);
        Check(status, "clCreateBuffer");
        void* mapped = OpenClLibrary.EnqueueMap(_ownQueue, memory, OpenClLibrary.True, OpenClLibrary.MapRead | OpenClLibrary.MapWrite, 0, (nuint)bytes, 0, null, null, &status);
        if (status != OpenClLibrary.Success)
            _ = OpenClLibrary.ReleaseMemory(memory);
        Check(status, "clEnqueueMapBuffer");
        OpenClHandle queue = _ownQueue;
        return new PinnedMemory(this, new OpenClHandle(memory, value => Unmap(queue, value, mapped), queue), mapped, bytes);
    }

    public IComputeProgram Build(KernelSource source)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _programs.Share(source);
    }

    public IComputeQueue CreateQueue(bool timed = false)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new OpenClQueue(this, MakeQueue(timed ? OpenClLibrary.QueueProfilingEnable : 0));
    }

    public IComputeEvent CreateEvent(bool timed = false)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new OpenClEvent(this);
    }

    // A handle counts as open while what was made from it holds it, hence the flag.
    public void Dispose()
    {
        _disposed = true;
        _ownQueue.Dispose();
        Context.Dispose();
    }

    /// <summary>Throws unless a call succeeded.</summary>
    public void Check(int status, string call, bool waiting = false) => OpenClStatus.Check(status, call, Description.Name, waiting);

    private OpenClHandle CreateBuffer(long bytes)
    {
        int status = 0;
        nint memory = OpenClLibrary.CreateBuffer(Context, OpenClLibrary.MemReadWrite, (nuint)bytes, null, &status);
        Check(status, "clCreateBuffer");
        return new OpenClHandle(memory, OpenClLibrary.ReleaseMemory, Context);
    }

    private OpenClHandle CreateBufferIn(LentMemory lent, long bytes)
    {
        int status = 0;
        nint memory = OpenClLibrary.CreateBuffer(Context, OpenClLibrary.MemReadWrite | OpenClLibrary.MemUseHostPointer, (nuint)bytes, (void*)lent.Address, &status);
        Check(status, "clCreateBuffer");
        return new OpenClHandle(memory, Release, Context);

        int Release(nint value)
        {
            int released = OpenClLibrary.ReleaseMemory(value);
            lent.Return();
            return released;
        }
    }

    // A handle that is being released may still be used: its children hold it open.
    private static int Unmap(OpenClHandle queue, nint memory, void* mapped)
    {
        int status = OpenClLibrary.EnqueueUnmapRaw(queue.DangerousGetHandle(), memory, mapped, 0, null, null);
        _ = OpenClLibrary.FinishRaw(queue.DangerousGetHandle());
        return Math.Min(status, OpenClLibrary.ReleaseMemory(memory));
    }

    private OpenClHandle MakeQueue(ulong properties)
    {
        int status = 0;
        nint queue = OpenClLibrary.CreateQueue(Context, Device, properties, &status);
        Check(status, "clCreateCommandQueue");
        return new OpenClHandle(queue, OpenClLibrary.ReleaseQueue, Context);
    }
}
