using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Checks;

/// <summary>Queue of a <see cref="FlippingDevice"/>.</summary>
internal sealed class FlippingQueue(FlippingDevice owner, IComputeQueue queue) : IComputeQueue
{
    private const byte Bit = 0x40;

    public IComputeDevice Device => queue.Device;

    public void Write(IPinnedBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
        queue.Write(source, sourceOffset, destination, destinationOffset, bytes);

    public void Read(IDeviceBuffer source, long sourceOffset, IPinnedBuffer destination, long destinationOffset, long bytes) =>
        queue.Read(source, sourceOffset, destination, destinationOffset, bytes);

    public void Copy(IDeviceBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
        queue.Copy(source, sourceOffset, destination, destinationOffset, bytes);

    public void Upload(ReadOnlySpan<byte> source, IDeviceBuffer destination, long destinationOffset = 0) => queue.Upload(source, destination, destinationOffset);

    public void Download(IDeviceBuffer source, long sourceOffset, Span<byte> destination) => queue.Download(source, sourceOffset, destination);

    public void Fill(IDeviceBuffer destination, long offset, long bytes, byte value) => queue.Fill(destination, offset, bytes, value);

    public void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        owner.Note(kernel);
        if (!owner.IsWrong(kernel))
        {
            queue.Launch(kernel, shape, arguments);
            return;
        }

        HashSet<DeviceMemory> buffers = [];
        foreach (KernelArgument argument in arguments)
        {
            if (argument.Memory is { } memory)
                buffers.Add(memory);
        }

        (DeviceMemory Memory, byte[] Bytes)[] before = [.. buffers.Select(memory => (memory, BytesOf(memory)))];
        queue.Launch(kernel, shape, arguments);
        foreach (var (memory, bytes) in before)
            Flip(memory, bytes);
    }

    public void Record(IComputeEvent place) => queue.Record(place);

    public void Wait(IComputeEvent place) => queue.Wait(place);

    public void Flush() => queue.Flush();

    public void Finish() => queue.Finish();

    public void Dispose() => queue.Dispose();

    private byte[] BytesOf(DeviceMemory memory)
    {
        var bytes = new byte[memory.ByteCount];
        queue.Download(memory, 0, bytes);
        return bytes;
    }

    private void Flip(DeviceMemory memory, byte[] before)
    {
        byte[] after = BytesOf(memory);
        int[] changed = [.. Enumerable.Range(0, after.Length).Where(i => after[i] != before[i])];
        if (changed.Length == 0)
            return;
        int place = changed[changed.Length / 2];
        queue.Upload([(byte)(after[place] ^ Bit)], memory, place);
        owner.Flips++;
    }
}
