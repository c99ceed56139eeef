using System.Runtime.InteropServices;

namespace FeatureForge.Gpu.Driver;

/// <summary>
/// One value for a kernel: a buffer or a number. A collection expression of them, <c>[KernelArgument.Of(buffer), 640u, 1.5f]</c>,
/// stands on the stack.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct KernelArgument
{
    private KernelArgument(KernelArgumentKind kind, ulong bits, DeviceMemory? memory)
    {
        Kind = kind;
        Bits = bits;
        Memory = memory;
    }

    /// <summary>What it is.</summary>
    public KernelArgumentKind Kind { get; }

    /// <summary>The number, in its low 4 or all 8 bytes; 0 for buffers.</summary>
    internal ulong Bits { get; }

    /// <summary>The buffer; null for numbers.</summary>
    internal DeviceMemory? Memory { get; }

    /// <summary>A buffer, from its first byte on.</summary>
    /// <param name="buffer">Buffer of the device that the kernel runs on.</param>
    /// <exception cref="ArgumentException">Not a buffer made by a device of this project.</exception>
    public static KernelArgument Of(IDeviceBuffer buffer) =>
        buffer is DeviceMemory memory ? new(KernelArgumentKind.Buffer, 0, memory) : throw new ArgumentException("Not a buffer that IComputeDevice.Allocate gave.", nameof(buffer));

    /// <summary>A signed number of 4 bytes.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator KernelArgument(int value) => new(KernelArgumentKind.FourBytes, (uint)value, null);

    /// <summary>An unsigned number of 4 bytes.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator KernelArgument(uint value) => new(KernelArgumentKind.FourBytes, value, null);

    /// <summary>A float32.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator KernelArgument(float value) => new(KernelArgumentKind.FourBytes, BitConverter.SingleToUInt32Bits(value), null);

    /// <summary>A signed number of 8 bytes.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator KernelArgument(long value) => new(KernelArgumentKind.EightBytes, (ulong)value, null);

    /// <summary>An unsigned number of 8 bytes.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator KernelArgument(ulong value) => new(KernelArgumentKind.EightBytes, value, null);
}
