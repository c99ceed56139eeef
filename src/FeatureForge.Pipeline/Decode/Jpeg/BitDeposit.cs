using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Puts the low bits of a number one by one into the places that a mask has, lowest first.</summary>
internal static class BitDeposit
{
    /// <summary>Deposits bits.</summary>
    /// <param name="bits">Bits.</param>
    /// <param name="mask">Places.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Into(ulong bits, ulong mask) => Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitDeposit(bits, mask) : IntoPlain(bits, mask);

    /// <summary>The same without the instruction.</summary>
    /// <param name="bits">Bits.</param>
    /// <param name="mask">Places.</param>
    internal static ulong IntoPlain(ulong bits, ulong mask)
    {
        ulong deposited = 0;
        for (; bits != 0 && mask != 0; bits >>= 1)
        {
            ulong rest = mask & (mask - 1);
            if ((bits & 1) != 0)
                deposited |= mask ^ rest;
            mask = rest;
        }

        return deposited;
    }
}
