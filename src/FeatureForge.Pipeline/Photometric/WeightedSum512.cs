using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// <see cref="WeightedSum"/> in 512 bits. Even and odd bytes have sums of their own, so nothing is widened: a multiply-and-add takes one
/// byte of each pair, the other with weight 0. The last vectors overlap those before them.
/// </summary>
internal static class WeightedSum512
{
    /// <summary>Destination bytes from which on the loops work.</summary>
    public const int Shortest = 4 * Line;

    // The multiply-and-add reads weights as signed bytes; larger ones are taken in parts.
    private const int LargestPart = sbyte.MaxValue;
    private const int MostKept = 5;
    private const int Line = 64;

    /// <summary>True where the processor has the instructions.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    /// <param name="source">Bytes up to the largest offset plus the destination's length.</param>
    /// <param name="offsets">Place of each tap for the first destination byte, inside the source.</param>
    /// <param name="weights">One weight per tap.</param>
    /// <param name="destination">Takes the sums, at least <see cref="Shortest"/>.</param>
    public static void Run(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> weights, Span<byte> destination)
    {
        bool fits = offsets.Length is > 0 and <= MostKept;
        foreach (ushort weight in weights)
            fits &= weight <= LargestPart;
        if (fits)
            RunKept(source, offsets, weights, destination);
        else
            RunMany(source, offsets, weights, destination);
    }

    /// <summary>Few taps: their weights stay in registers. Missing ones have weight 0.</summary>
    private static void RunKept(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> weights, Span<byte> destination)
    {
        nint place0 = offsets[0], place1 = Place(offsets, 1), place2 = Place(offsets, 2), place3 = Place(offsets, 3), place4 = Place(offsets, 4);
        Vector512<short> even0 = Weight(weights, 0), even1 = Weight(weights, 1), even2 = Weight(weights, 2), even3 = Weight(weights, 3), even4 = Weight(weights, 4);
        Vector512<short> odd0 = even0 << 8, odd1 = even1 << 8, odd2 = even2 << 8, odd3 = even3 << 8, odd4 = even4 << 8;
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(destination);
        int last = destination.Length - Line;
        for (int i = 0; ; i = Math.Min(i + Line, last))
        {
            ref byte first = ref Unsafe.Add(ref input, i);
            Vector512<ushort> even = Vector512.Create((ushort)(WeightedSum.One / 2)), odd = even;
            Vector512<byte> bytes = Vector512.LoadUnsafe(ref Unsafe.Add(ref first, place0));
            even += Product(bytes, even0);
            odd += Product(bytes, odd0);
            bytes = Vector512.LoadUnsafe(ref Unsafe.Add(ref first, place1));
            even += Product(bytes, even1);
            odd += Product(bytes, odd1);
            bytes = Vector512.LoadUnsafe(ref Unsafe.Add(ref first, place2));
            even += Product(bytes, even2);
            odd += Product(bytes, odd2);
            bytes = Vector512.LoadUnsafe(ref Unsafe.Add(ref first, place3));
            even += Product(bytes, even3);
            odd += Product(bytes, odd3);
            bytes = Vector512.LoadUnsafe(ref Unsafe.Add(ref first, place4));
            even += Product(bytes, even4);
            odd += Product(bytes, odd4);
            Join(even, odd).StoreUnsafe(ref output, (nuint)i);
            if (i == last)
                return;
        }
    }

    /// <summary>Any number of taps of any weight: each weight serves four vectors.</summary>
    private static void RunMany(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> weights, Span<byte> destination)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(destination);
        int last = destination.Length - Shortest;
        for (int i = 0; ; i = Math.Min(i + Shortest, last))
        {
            Vector512<ushort> even0 = Vector512.Create((ushort)(WeightedSum.One / 2)), even1 = even0, even2 = even0, even3 = even0;
            Vector512<ushort> odd0 = even0, odd1 = even0, odd2 = even0, odd3 = even0;
            for (int tap = 0; tap < offsets.Length; tap++)
            {
                ref byte first = ref Unsafe.Add(ref input, offsets[tap] + i);
                for (int rest = weights[tap]; rest > 0; rest -= LargestPart)
                {
                    Vector512<short> even = Vector512.Create((short)Math.Min(rest, LargestPart));
                    Vector512<short> odd = even << 8;
                    Vector512<byte> bytes0 = Vector512.LoadUnsafe(ref first), bytes1 = Vector512.LoadUnsafe(ref first, Line);
                    Vector512<byte> bytes2 = Vector512.LoadUnsafe(ref first, 2 * Line), bytes3 = Vector512.LoadUnsafe(ref first, 3 * Line);
                    even0 += Product(bytes0, even);
                    odd0 += Product(bytes0, odd);
                    even1 += Product(bytes1, even);
                    odd1 += Product(bytes1, odd);
                    even2 += Product(bytes2, even);
                    odd2 += Product(bytes2, odd);
                    even3 += Product(bytes3, even);
                    odd3 += Product(bytes3, odd);
                }
            }

            Join(even0, odd0).StoreUnsafe(ref output, (nuint)i);
            Join(even1, odd1).StoreUnsafe(ref output, (nuint)i + Line);
            Join(even2, odd2).StoreUnsafe(ref output, (nuint)i + (2 * Line));
            Join(even3, odd3).StoreUnsafe(ref output, (nuint)i + (3 * Line));
            if (i == last)
                return;
        }
    }

    private static int Place(ReadOnlySpan<int> offsets, int tap) => tap < offsets.Length ? offsets[tap] : offsets[0];

    private static Vector512<short> Weight(ReadOnlySpan<ushort> weights, int tap) => Vector512.Create(tap < weights.Length ? (short)weights[tap] : (short)0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Product(Vector512<byte> bytes, Vector512<short> weight) => Avx512BW.MultiplyAddAdjacent(bytes, weight.AsSByte()).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Join(Vector512<ushort> even, Vector512<ushort> odd) => ((even >> 8) | (odd & Vector512.Create((ushort)0xFF00))).AsByte();
}
