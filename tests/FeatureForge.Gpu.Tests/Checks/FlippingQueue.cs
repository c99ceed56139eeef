using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Checks;

/// <summary>Queue of a <see cref="FlippingDevice"/>.</summary>
internal sealed class FlippingQueue(FlippingDevice owner, IComputeQueue queue) : ForwardingQueue(queue)
{
    private const byte Bit = 0x40;

    public override void Launch(IComputeKernel kernel, LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        owner.Note(kernel);
        if (!owner.IsWrong(kernel))
        {
            base.Launch(kernel, shape, arguments);
            return;
        }

        HashSet<DeviceMemory> buffers = [];
        foreach (KernelArgument argument in arguments)
        {
            if (argument.Memory is { } memory)
                buffers.Add(memory);
        }

        (DeviceMemory Memory, byte[] Bytes)[] before = [.. buffers.Select(memory => (memory, BytesOf(memory)))];
        base.Launch(kernel, shape, arguments);
        foreach (var (memory, bytes) in before)
            Flip(memory, bytes);
    }

    private byte[] BytesOf(DeviceMemory memory)
    {
        var bytes = new byte[memory.ByteCount];
        Download(memory, 0, bytes);
        return bytes;
    }

    private void Flip(DeviceMemory memory, byte[] before)
    {
        byte[] after = BytesOf(memory);
        int[] changed = [.. Enumerable.Range(0, after.Length).Where(i => after[i] != before[i])];
        if (changed.Length == 0)
            return;
        int place = changed[changed.Length / 2];
        Upload([(byte)(after[place] ^ Bit)], memory, place);
        owner.Flips++;
    }
}
