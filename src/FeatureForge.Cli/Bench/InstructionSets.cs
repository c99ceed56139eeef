using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Cli.Bench;

/// <summary>Which instruction sets the running process may use; environment variables of the runtime can switch them off.</summary>
internal static class InstructionSets
{
    /// <summary>One line, for example <c>avx512=on avx2=on sse2=on neon=off vector=512</c>.</summary>
    public static string Describe() =>
        $"avx512={OnOff(Avx512BW.IsSupported)} avx2={OnOff(Avx2.IsSupported)} sse2={OnOff(Sse2.IsSupported)} neon={OnOff(AdvSimd.IsSupported)} vector={Width()}";

    private static string OnOff(bool on) => on ? "on" : "off";

    private static int Width() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
