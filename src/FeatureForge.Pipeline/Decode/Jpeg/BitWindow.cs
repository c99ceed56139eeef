using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The next bits of the coded data, left-aligned. The low six bits of the count are the bits that are valid; those above are rubbish
/// that subtracting whole table entries leaves. Bits behind the valid ones are those of the data too, or zero.
/// </summary>
internal ref struct BitWindow
{
    private ref byte _next;
    private ulong _bits;
    private ulong _valid;

    /// <summary>Goes on where <see cref="Position"/>, <see cref="Bits"/> and <see cref="Valid"/> were read.</summary>
    /// <param name="next">Next byte to load.</param>
    /// <param name="bits">Bits.</param>
    /// <param name="valid">Count.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BitWindow(ref byte next, ulong bits, ulong valid)
    {
        _next = ref next;
        _bits = bits;
        _valid = valid;
    }

    /// <summary>The bits.</summary>
    public readonly ulong Bits => _bits;

    /// <summary>The count, with rubbish above its low six bits.</summary>
    public readonly ulong Valid => _valid;

    /// <summary>The next bits as index of a table.</summary>
    public readonly nint Index => (nint)(_bits >> (64 - HuffmanTables.IndexBits));

    /// <summary>Offset of the next byte to load.</summary>
    /// <param name="data">First byte of the data.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint Position(ref byte data) => Unsafe.ByteOffset(ref data, ref _next);

    /// <summary>True when the next byte to load lies behind another of the data.</summary>
    /// <param name="limit">The other.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsBehind(ref byte limit) => Unsafe.IsAddressGreaterThan(ref _next, ref limit);

    /// <summary>Loads eight bytes; at least 56 bits are valid then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        _bits |= Load(ref _next) >> (int)_valid;
        _next = ref Unsafe.Add(ref _next, (nuint)((~_valid & 56) >> 3));
        _valid |= 56;
    }

    /// <summary>Drops the bits that an entry uses.</summary>
    /// <param name="entry">Entry.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Drop(ulong entry)
    {
        _bits <<= (int)entry;
        _valid -= entry;
    }

    /// <summary>Takes the next bits.</summary>
    /// <param name="count">Bits, 0 to 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(int count)
    {
        uint bits = (uint)(_bits >> 1 >> (63 - count));
        Drop((uint)count);
        return bits;
    }

    /// <summary>Takes dropped bits back.</summary>
    /// <param name="count">Bits, as many as were dropped since the last refill at most.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(int count)
    {
        _valid = (_valid + (uint)count) & 63;
        int bytes = (int)(_valid + 7) >> 3;
        _bits = Load(ref Unsafe.Subtract(ref _next, bytes)) << (8 * bytes - (int)_valid);
    }

    /// <summary>The magnitude bits of an entry's last value that the table could not know.</summary>
    /// <param name="entry">Entry, not yet dropped.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Missing(ulong entry)
    {
        ulong end = _bits >> -(int)entry;
        return (int)(Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(end, entry >> 8) : end & ((1UL << (int)(entry >> 8)) - 1));
    }

    private static ulong Load(ref byte next) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref next));
}
