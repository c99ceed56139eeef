namespace FeatureForge.Gpu.Driver;

/// <summary>The part of a queue that is the same for both backends: everything is checked here, then handed on as addresses.</summary>
internal abstract unsafe class ComputeQueue(IComputeDevice device) : IComputeQueue
{
    public IComputeDevice Device { get; } = device;

    public void Write(IPinnedBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes)
    {
        byte* from = ((PinnedMemory)source).AddressOf(Device, sourceOffset, bytes);
        DeviceMemory to = Checked(destination, destinationOffset, bytes);
        if (bytes > 0)
            CopyToDevice(from, to, destinationOffset, bytes, wait: false);
    }

    public void Read(IDeviceBuffer source, long sourceOffset, IPinnedBuffer destination, long destinationOffset, long bytes)
    {
        DeviceMemory from = Checked(source, sourceOffset, bytes);
        byte* to = ((PinnedMemory)destination).AddressOf(Device, destinationOffset, bytes);
        if (bytes > 0)
            CopyToHost(from, sourceOffset, to, bytes, wait: false);
    }

    public void Upload(ReadOnlySpan<byte> source, IDeviceBuffer destination, long destinationOffset = 0)
    {
        DeviceMemory to = Checked(destination, destinationOffset, source.Length);
        fixed (byte* from = source)
        {
            if (source.Length > 0)
                CopyToDevice(from, to, destinationOffset, source.Length, wait: true);
        }
    }

    public void Download(IDeviceBuffer source, long sourceOffset, Span<byte> destination)
    {
        DeviceMemory from = Checked(source, sourceOffset, destination.Length);
        fixed (byte* to = destination)
        {
            if (destination.Length > 0)
                CopyToHost(from, sourceOffset, to, destination.Length, wait: true);
        }
    }

    public void Copy(IDeviceBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes)
    {
        DeviceMemory from = Checked(source, sourceOffset, bytes);
        DeviceMemory to = Checked(destination, destinationOffset, bytes);
        if (ReferenceEquals(from, to))
            throw new ArgumentException("A copy within one buffer is not defined where the ranges meet; copy to another one.", nameof(destination));
        if (bytes > 0)
            CopyOnDevice(from, sourceOffset, to, destinationOffset, bytes);
    }

    public void Fill(IDeviceBuffer destination, long offset, long bytes, byte value)
    {
        DeviceMemory to = Checked(destination, offset, bytes);
        if (bytes > 0)
            Set(to, offset, bytes, value);
    }

    public void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        LaunchRules.CheckLaunch(Device, kernel, shape, arguments);
        Run(kernel, shape, arguments);
    }

    public void Record(IComputeEvent place)
    {
        CheckEvent(place);
        Mark(place);
    }

    public void Wait(IComputeEvent place)
    {
        CheckEvent(place);
        WaitFor(place);
    }

    public abstract void Flush();

    public abstract void Finish();

    public abstract void Dispose();

    protected abstract void CopyToDevice(byte* source, DeviceMemory destination, long offset, long bytes, bool wait);

    protected abstract void CopyToHost(DeviceMemory source, long offset, byte* destination, long bytes, bool wait);

    protected abstract void CopyOnDevice(DeviceMemory source, long sourceOffset, DeviceMemory destination, long destinationOffset, long bytes);

    protected abstract void Set(DeviceMemory destination, long offset, long bytes, byte value);

    protected abstract void Run(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments);

    protected abstract void Mark(IComputeEvent place);

    protected abstract void WaitFor(IComputeEvent place);

    private DeviceMemory Checked(IDeviceBuffer buffer, long offset, long bytes)
    {
        var memory = (DeviceMemory)buffer;
        memory.CheckUse(Device);
        LaunchRules.CheckRange(offset, bytes, memory.ByteCount);
        return memory;
    }

    private void CheckEvent(IComputeEvent place)
    {
        if (!ReferenceEquals(place.Device, Device))
            throw DriverErrors.OfAnotherDevice("An event", Device.Description.Name);
    }
}
