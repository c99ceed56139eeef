using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Twin;

/// <summary>Runs each launch of the host twin as a program of its own and waits for it.</summary>
internal sealed class TwinQueue(TwinDevice device) : IComputeQueue
{
    private static int s_launches;

    public IComputeDevice Device => device;

    public void Write(IPinnedBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
        Upload(source.Bytes.Slice((int)sourceOffset, (int)bytes), destination, destinationOffset);

    public void Read(IDeviceBuffer source, long sourceOffset, IPinnedBuffer destination, long destinationOffset, long bytes) =>
        Download(source, sourceOffset, destination.Bytes.Slice((int)destinationOffset, (int)bytes));

    public void Upload(ReadOnlySpan<byte> source, IDeviceBuffer destination, long destinationOffset = 0) =>
        source.CopyTo(BytesOf(destination).AsSpan((int)destinationOffset, source.Length));

    public void Download(IDeviceBuffer source, long sourceOffset, Span<byte> destination) =>
        BytesOf(source).AsSpan((int)sourceOffset, destination.Length).CopyTo(destination);

    public void Copy(IDeviceBuffer source, long sourceOffset, IDeviceBuffer destination, long destinationOffset, long bytes) =>
        BytesOf(source).AsSpan((int)sourceOffset, (int)bytes).CopyTo(BytesOf(destination).AsSpan((int)destinationOffset, (int)bytes));

    public void Fill(IDeviceBuffer destination, long offset, long bytes, byte value) => BytesOf(destination).AsSpan((int)offset, (int)bytes).Fill(value);

    public void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        LaunchRules.CheckLaunch(device, kernel, shape, arguments);
        string path = Path.Combine(device.Folder, $"launch-{Interlocked.Increment(ref s_launches)}");
        List<byte[]> buffers = [];
        List<ulong> values = [];
        foreach (KernelArgument argument in arguments)
            values.Add(argument.Memory is null ? argument.Bits : (ulong)PlaceOf(buffers, BytesOf(argument.Memory)));
        var twin = (TwinKernel)kernel;
        WriteJob(path + ".job", twin, shape, buffers, values);
        var (code, _, error) = CommandLine.Start(twin.Executable, path + ".job", path + ".result");
        Assert.True(code == 0, $"{kernel.Signature.Name} ended with {code}:\n{error}");
        using FileStream result = File.OpenRead(path + ".result");
        foreach (byte[] buffer in buffers)
            result.ReadExactly(buffer);
        File.Delete(path + ".job");
        File.Delete(path + ".result");
    }

    public void Record(IComputeEvent place)
    {
        // Everything is done already.
    }

    public void Wait(IComputeEvent place)
    {
        // Everything is done already.
    }

    public void Flush()
    {
        // Everything is done already.
    }

    public void Finish()
    {
        // Everything is done already.
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    private static byte[] BytesOf(IDeviceBuffer buffer) => ((TwinMemory)((DeviceMemory)buffer).Handle).Bytes;

    private static int PlaceOf(List<byte[]> buffers, byte[] bytes)
    {
        int place = buffers.IndexOf(bytes);
        if (place >= 0)
            return place;
        buffers.Add(bytes);
        return buffers.Count - 1;
    }

    private static void WriteJob(string path, TwinKernel kernel, LaunchShape shape, List<byte[]> buffers, List<ulong> values)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(kernel.Place);
        writer.Write(shape.GroupsX);
        writer.Write(shape.GroupsY);
        writer.Write(shape.Lanes);
        writer.Write((ulong)buffers.Count);
        foreach (byte[] buffer in buffers)
        {
            writer.Write((ulong)buffer.Length);
            writer.Write(buffer);
        }

        writer.Write((ulong)values.Count);
        foreach (ulong value in values)
            writer.Write(value);
    }
}
