using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Which coefficients of a group's blocks are zero: for each block one bit for each coefficient, the first of the file at the top.</summary>
internal sealed class NonZeroMap
{
    private const int WordBits = 16;
    private const int Words = JpegFrame.BlockSize / WordBits;
    private const int Half = CoefficientRows.GroupBlocks / 2;
    private readonly ushort[] _zeros = new ushort[Words * CoefficientRows.GroupBlocks];

    /// <summary>The coefficients of a block that are not zero.</summary>
    /// <param name="place">Place of the block in the group, 0 to 31.</param>
    public ulong this[int place]
    {
        get
        {
            ReadOnlySpan<ushort> zeros = _zeros.AsSpan(place, (Words - 1) * CoefficientRows.GroupBlocks + 1);
            return ~((ulong)zeros[0] << 48 | (ulong)zeros[CoefficientRows.GroupBlocks] << 32
                | (uint)zeros[2 * CoefficientRows.GroupBlocks] << 16 | zeros[3 * CoefficientRows.GroupBlocks]);
        }
    }

    /// <summary>Looks at all blocks of a group.</summary>
    /// <param name="group">int16 [64, 32].</param>
    public void Read(ReadOnlySpan<short> group)
    {
        ref short first = ref MemoryMarshal.GetReference(group[..(JpegFrame.BlockSize * CoefficientRows.GroupBlocks)]);
        ref ushort zeros = ref MemoryMarshal.GetArrayDataReference(_zeros);
        for (int word = 0; word < Words; word++)
        {
            Vector256<short> left = default, right = default;
            foreach (byte place in ZigZag.Natural.Slice(word * WordBits, WordBits))
            {
                nuint line = (nuint)place * CoefficientRows.GroupBlocks;
                left = left + left - Vector256.Equals(Vector256.LoadUnsafe(ref first, line), default);
                right = right + right - Vector256.Equals(Vector256.LoadUnsafe(ref first, line + Half), default);
            }

            left.AsUInt16().StoreUnsafe(ref zeros, (nuint)(word * CoefficientRows.GroupBlocks));
            right.AsUInt16().StoreUnsafe(ref zeros, (nuint)(word * CoefficientRows.GroupBlocks + Half));
        }
    }
}
