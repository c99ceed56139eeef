using System.Text.RegularExpressions;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Kernels;

/// <summary>Every kernel compiles for the devices that are not here, and to arithmetic that is never fused, approximate or flushed.</summary>
public sealed class KernelCompilationTests
{
    private static readonly string s_kernels = Path.Combine(TestData.Repository, "kernels");

    public static TheoryData<string> Kernels => [.. Directory.EnumerateFiles(s_kernels, "*.cl", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(s_kernels, path)).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Kernels))]
    public void Kernel_ForCuda_CompilesToExactArithmetic(string kernel)
    {
        foreach (string architecture in new[] { "sm_70", "sm_80", "sm_90" })
        {
            string ptx = CommandLine.Run(
                "clang-19", "-x", "cuda", "--cuda-device-only", $"--cuda-gpu-arch={architecture}", "-nocudainc", "-nocudalib", "-std=c++17", "-O3", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror", "-S",
                "-I", s_kernels, "-include", Path.Combine(s_kernels, "clang-shim.h"), "-include", Path.Combine(s_kernels, "prelude.h"), Path.Combine(s_kernels, kernel), "-o", "-");
            Assert.Contains(".entry", ptx, StringComparison.Ordinal);
            Assert.Contains($".target {architecture}", ptx, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\bfma\.r|\bmad\.r|\.approx|\.ftz|\.f64", Regex.Replace(ptx, "//[^\n]*", ""));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Kernels))]
    public void Kernel_AsOpenClC_HasNoWarning(string kernel) =>
        CommandLine.Run(
            "clang-19", "-x", "cl", "-cl-std=CL1.2", "--target=spir64", "-Xclang", "-finclude-default-header", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
            "-I", s_kernels, "-include", Path.Combine(s_kernels, "prelude.h"), Path.Combine(s_kernels, kernel));

    [SkippableTheory]
    [MemberData(nameof(Kernels))]
    public void Kernel_AsHostTwin_HasNoWarning(string kernel) =>
        CommandLine.Run(
            "g++", "-x", "c++", "-DFF_HOST_TWIN", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
            "-I", s_kernels, "-include", Path.Combine(s_kernels, "prelude.h"), Path.Combine(s_kernels, kernel));
}
