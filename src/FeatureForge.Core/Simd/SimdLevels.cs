using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Core.Simd;

/// <summary>The best level of this processor.</summary>
public static class SimdLevels
{
    /// <summary>Best level that the processor has and the runtime was not told to leave alone.</summary>
    public static SimdLevel Best { get; } = FindBest();

    private static SimdLevel FindBest()
    {
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported)
            return SimdLevel.Vector512;
        if (Vector256.IsHardwareAccelerated && Avx2.IsSupported)
            return SimdLevel.Vector256;
        if (Vector128.IsHardwareAccelerated && Sse41.IsSupported)
            return SimdLevel.Vector128;
        return Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian ? SimdLevel.Portable : SimdLevel.Scalar;
    }
}
