using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Kernels;

/// <summary>The host twin: barriers work, and what a device would do in silence ends with a sentence.</summary>
public sealed class HostTwinTests
{
    private const string Mirror = """
        FF_KERNEL(64) void mirror(FF_GLOBAL uint* values, uint last)
        {
            FF_LOCAL_ARRAY(uint, group, 64);
            group[get_local_id(0)] = values[get_global_id(0)];
            if (get_local_id(0) > last)
                return;
            FF_BARRIER();
            values[get_global_id(0)] = group[63u - get_local_id(0)];
        }
        """;

    [SkippableFact]
    public void Launch_WithABarrier_RunsTheLanesInStep()
    {
        var (code, output, error) = Run("std::vector<uint> v(128); for (uint i = 0; i < 128; i++) v[i] = i; ff_host_launch(2, 1, 64, [&] { mirror(v.data(), 63); }); for (uint x : v) printf(\"%u \", x);");
        Assert.True(code == 0, error);
        Assert.Equal(string.Concat(Enumerable.Range(0, 128).Select(i => $"{(i / 64 * 64) + 63 - (i % 64)} ")), output);
    }

    [SkippableFact]
    public void Launch_WithALaneThatLeavesBeforeABarrier_NamesTheGroup()
    {
        var (code, _, error) = Run("std::vector<uint> v(128); ff_host_launch(2, 1, 64, [&] { mirror(v.data(), 60); });");
        Assert.Equal(3, code);
        Assert.Contains("group 0,0: 3 of 64 lanes ended while the others wait at a barrier", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Launch_WithAnAccessOutsideABuffer_IsCaughtByTheSanitizer()
    {
        var (code, _, error) = Run("std::vector<uint> v(127); ff_host_launch(2, 1, 64, [&] { mirror(v.data(), 63); });");
        Assert.NotEqual(0, code);
        Assert.Contains("heap-buffer-overflow", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string body)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["twin.cpp"], $"#include \"prelude.h\"\n{Mirror}\nint main() {{ {body} }}\n");
        CommandLine.Run(
            "g++", "-DFF_HOST_TWIN", "-std=c++17", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-ffp-contract=off",
            "-I", Path.Combine(TestData.Repository, "kernels"), folder["twin.cpp"], "-o", folder["twin"]);
        return CommandLine.Start(folder["twin"]);
    }
}
