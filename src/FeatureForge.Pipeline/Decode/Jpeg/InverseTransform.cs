using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Turns groups of coefficients into rows of samples.</summary>
internal static class InverseTransform
{
    /// <summary>Bytes of a group's row.</summary>
    public const int GroupBytes = 8 * CoefficientRows.GroupBlocks;

    /// <summary>Where the vector code's first pass could differ from libjpeg-turbo's shortcut: values of 14 bits and more.</summary>
    private const int ShortcutLimit = 1 << 13;

    /// <summary>Transforms a group and clears it.</summary>
    /// <param name="group">int16 [64, 32].</param>
    /// <param name="quantizer">int16 [64].</param>
    /// <param name="target">The 8 rows of <see cref="GroupBytes"/> bytes to write.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="level">Width of the vectors.</param>
    public static void Run(Span<short> group, ReadOnlySpan<short> quantizer, Span<byte> target, int stride, SimdLevel level)
    {
        // These bounds are all that the vector code relies on.
        group = group[..(JpegFrame.BlockSize * CoefficientRows.GroupBlocks)];
        quantizer = quantizer[..JpegFrame.BlockSize];
        target = target[..(7 * stride + GroupBytes)];
        ref short first = ref MemoryMarshal.GetReference(group);
        ref short factors = ref MemoryMarshal.GetReference(quantizer);
        ref byte bytes = ref MemoryMarshal.GetReference(target);
        switch (level)
        {
            case SimdLevel.Vector512 when IsOrdinary<Lanes512, Vector512<short>, Vector512<int>>(ref first, ref factors):
                VectorTransform<Lanes512, Vector512<short>, Vector512<int>>.Run(ref first, ref factors, ref bytes, stride);
                break;
            case SimdLevel.Vector256 when IsOrdinary<Lanes256, Vector256<short>, Vector256<int>>(ref first, ref factors):
                VectorTransform<Lanes256, Vector256<short>, Vector256<int>>.Run(ref first, ref factors, ref bytes, stride);
                break;
            case SimdLevel.Vector128 when IsOrdinary<Lanes128, Vector128<short>, Vector128<int>>(ref first, ref factors):
                VectorTransform<Lanes128, Vector128<short>, Vector128<int>>.Run(ref first, ref factors, ref bytes, stride);
                break;
            case SimdLevel.Portable when IsOrdinary<LanesPortable, Vector128<short>, Vector128<int>>(ref first, ref factors):
                VectorTransform<LanesPortable, Vector128<short>, Vector128<int>>.Run(ref first, ref factors, ref bytes, stride);
                break;
            default:
                ScalarTransform.Run(group, quantizer, target, stride);
                break;
        }
    }

    /// <summary>True when no value of the blocks' first rows is so large that libjpeg-turbo's shortcut matters: true in all real files.</summary>
    private static bool IsOrdinary<TLanes, TShort, TInt>(ref short group, ref short quantizer)
        where TLanes : struct, ILanes<TShort, TInt>
        where TShort : struct
        where TInt : struct
    {
        TShort found = default, limit = TLanes.Broadcast(ShortcutLimit);
        for (int column = 0; column < 8; column++)
        {
            TShort factor = TLanes.Broadcast(Unsafe.Add(ref quantizer, column));
            for (int part = 0; part < CoefficientRows.GroupBlocks; part += TLanes.Count)
            {
                TShort value = TLanes.Multiply(TLanes.Load(ref group, column * CoefficientRows.GroupBlocks + part), factor);
                found = TLanes.Or(found, TLanes.Add(value, limit));
            }
        }

        return TLanes.IsZero(TLanes.And(found, TLanes.Broadcast(unchecked((short)~(2 * ShortcutLimit - 1)))));
    }
}
