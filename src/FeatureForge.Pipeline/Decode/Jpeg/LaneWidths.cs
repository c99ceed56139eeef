using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>The best width of this processor.</summary>
internal static class LaneWidths
{
    /// <summary>Best width that the processor has and the runtime was not told to leave alone.</summary>
    public static LaneWidth Best { get; } = FindBest();

    private static LaneWidth FindBest()
    {
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported)
            return LaneWidth.Bits512;
        if (Vector256.IsHardwareAccelerated && Avx2.IsSupported)
            return LaneWidth.Bits256;
        if (Vector128.IsHardwareAccelerated && Ssse3.IsSupported)
            return LaneWidth.Bits128;
        return Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian ? LaneWidth.Portable : LaneWidth.Scalar;
    }
}
