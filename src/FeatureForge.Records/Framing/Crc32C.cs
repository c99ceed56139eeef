using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace FeatureForge.Records.Framing;

/// <summary>
/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), the checksum of TFRecord. Uses the CRC instruction of x86-64 and Arm
/// where there is one, in three interleaved lanes that hide its latency, and eight tables elsewhere; both give the same value.
/// Values passed in and out are final ones: the checksum of nothing is 0.
/// </summary>
public static class Crc32C
{
    private const uint Polynomial = 0x82F63B78;
    private const uint MaskDelta = 0xA282EAD8;
    private const int LaneBytes = 1024;
    private const int LaneWords = LaneBytes / sizeof(ulong);
    private const int SliceCount = 8;
    private const int TableLength = 256;

    /// <summary>x to the power 2^k modulo the polynomial, reflected: bit 31 is the coefficient of x^0.</summary>
    private static readonly uint[] s_powers = MakePowers();
    private static readonly uint[] s_slices = MakeSlices();
    private static readonly uint[] s_laneShift = MakeLaneShift();

    /// <summary>True when the processor's CRC instruction is used.</summary>
    internal static bool IsHardwareAccelerated => Sse42.X64.IsSupported || ArmCrc32.Arm64.IsSupported;

    /// <summary>The checksum of some bytes.</summary>
    /// <param name="data">Bytes; may be empty.</param>
    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The checksum of everything so far and more bytes.</summary>
    /// <param name="crc">Checksum so far; 0 at the start.</param>
    /// <param name="data">The bytes that follow.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> data) =>
        ~(IsHardwareAccelerated ? AppendByInstruction(~crc, data) : AppendByTables(~crc, data));

    /// <summary>The checksum of A followed by B from the checksums of both, without looking at the bytes.</summary>
    /// <param name="crcA">Checksum of A.</param>
    /// <param name="crcB">Checksum of B.</param>
    /// <param name="lengthB">Bytes of B, at least 0.</param>
    public static uint Combine(uint crcA, uint crcB, long lengthB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lengthB);
        return Multiply(PowerOfBytes(lengthB), crcA) ^ crcB;
    }

    /// <summary>The masked form that TFRecord stores, so that a checksum of data holding checksums stays meaningful.</summary>
    /// <param name="crc">Checksum.</param>
    public static uint Mask(uint crc) => unchecked(uint.RotateRight(crc, 15) + MaskDelta);

    /// <summary>Undoes <see cref="Mask"/>.</summary>
    /// <param name="masked">Masked checksum.</param>
    public static uint Unmask(uint masked) => uint.RotateLeft(unchecked(masked - MaskDelta), 15);

    /// <summary>The twin by tables (slicing by eight); takes and gives the inverted register.</summary>
    internal static uint AppendByTables(uint state, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> slices = s_slices;
        while (data.Length >= SliceCount)
        {
            uint low = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data) ^ state;
            uint high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            state = slices[(7 * TableLength) + (int)(low & 0xFF)] ^ slices[(6 * TableLength) + (int)((low >> 8) & 0xFF)]
                ^ slices[(5 * TableLength) + (int)((low >> 16) & 0xFF)] ^ slices[(4 * TableLength) + (int)(low >> 24)]
                ^ slices[(3 * TableLength) + (int)(high & 0xFF)] ^ slices[(2 * TableLength) + (int)((high >> 8) & 0xFF)]
                ^ slices[TableLength + (int)((high >> 16) & 0xFF)] ^ slices[(int)(high >> 24)];
            data = data[SliceCount..];
        }

        foreach (byte value in data)
            state = slices[(int)((state ^ value) & 0xFF)] ^ (state >> 8);
        return state;
    }

    private static uint AppendByInstruction(uint state, ReadOnlySpan<byte> data)
    {
        while (data.Length >= 3 * LaneBytes)
        {
            state = AppendThreeLanes(state, MemoryMarshal.Cast<byte, ulong>(data[..(3 * LaneBytes)]));
            data = data[(3 * LaneBytes)..];
        }

        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (ulong word in words)
            state = Step(state, word);
        foreach (byte value in data[(words.Length * sizeof(ulong))..])
            state = Sse42.IsSupported ? Sse42.Crc32(state, value) : ArmCrc32.ComputeCrc32C(state, value);
        return state;
    }

    private static uint AppendThreeLanes(uint state, ReadOnlySpan<ulong> words)
    {
        ReadOnlySpan<ulong> lane0 = words[..LaneWords];
        ReadOnlySpan<ulong> lane1 = words.Slice(LaneWords, LaneWords);
        ReadOnlySpan<ulong> lane2 = words.Slice(2 * LaneWords, LaneWords);
        uint state1 = 0;
        uint state2 = 0;
        for (int i = 0; i < lane0.Length; i++)
        {
            state = Step(state, lane0[i]);
            state1 = Step(state1, lane1[i]);
            state2 = Step(state2, lane2[i]);
        }

        return ShiftByLane(ShiftByLane(state) ^ state1) ^ state2;
    }

    private static uint Step(uint state, ulong word) =>
        Sse42.X64.IsSupported ? (uint)Sse42.X64.Crc32(state, word) : ArmCrc32.Arm64.ComputeCrc32C(state, word);

    private static uint ShiftByLane(uint state)
    {
        ReadOnlySpan<uint> table = s_laneShift;
        return table[(int)(state & 0xFF)] ^ table[TableLength + (int)((state >> 8) & 0xFF)]
            ^ table[(2 * TableLength) + (int)((state >> 16) & 0xFF)] ^ table[(3 * TableLength) + (int)(state >> 24)];
    }

    /// <summary>Product of two polynomials modulo the polynomial, all reflected.</summary>
    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (; a != 0; a <<= 1)
        {
            product ^= b & (uint)((int)a >> 31);
            b = (b >> 1) ^ (Polynomial & (uint)-(int)(b & 1));
        }

        return product;
    }

    /// <summary>x to the power 8 n: what n zero bytes do to a checksum.</summary>
    private static uint PowerOfBytes(long bytes)
    {
        uint power = 1u << 31;
        for (int k = 3; bytes != 0; bytes >>= 1, k++)
        {
            if ((bytes & 1) != 0)
                power = Multiply(s_powers[k], power);
        }

        return power;
    }

    private static uint[] MakePowers()
    {
        var powers = new uint[67];
        powers[0] = 1u << 30;
        for (int k = 1; k < powers.Length; k++)
            powers[k] = Multiply(powers[k - 1], powers[k - 1]);
        return powers;
    }

    private static uint[] MakeSlices()
    {
        var slices = new uint[SliceCount * TableLength];
        for (uint value = 0; value < TableLength; value++)
        {
            uint state = value;
            for (int bit = 0; bit < 8; bit++)
                state = (state >> 1) ^ (Polynomial & (uint)-(int)(state & 1));
            slices[value] = state;
        }

        for (int i = TableLength; i < slices.Length; i++)
        {
            uint previous = slices[i - TableLength];
            slices[i] = (previous >> 8) ^ slices[previous & 0xFF];
        }

        return slices;
    }

    private static uint[] MakeLaneShift()
    {
        uint power = PowerOfBytes(LaneBytes);
        var table = new uint[4 * TableLength];
        for (int i = 0; i < table.Length; i++)
            table[i] = Multiply(power, (uint)(i % TableLength) << (8 * (i / TableLength)));
        return table;
    }
}
