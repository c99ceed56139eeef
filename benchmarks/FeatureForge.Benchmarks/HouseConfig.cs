using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FeatureForge.Benchmarks;

/// <summary>
/// How every benchmark is run: in this process, with allocated bytes, a Markdown table and JSON for each class. In process, because
/// the code under test is then the one built beside it, and nothing is generated and restored for each run. Instruction sets are
/// chosen when a process starts, so <c>--simd</c> does start others.
/// </summary>
internal sealed class HouseConfig : ManualConfig
{
    private static readonly (string Name, string[] SwitchedOff)[] s_simdLevels =
    [
        ("everything", []),
        ("no AVX-512", ["DOTNET_EnableAVX512"]),
        ("no AVX2", ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2"]),
        ("no intrinsics", ["DOTNET_EnableHWIntrinsic"]),
    ];

    public HouseConfig(HouseOptions options)
    {
        if (options.EverySimdLevel)
        {
            HideColumns("EnvironmentVariables");
            AddJob([.. s_simdLevels.Select(level => Without(options.Length, level.SwitchedOff).WithId(level.Name))]);
        }
        else
        {
            AddJob(options.Length.WithToolchain(InProcessEmitToolchain.Instance));
        }

        AddColumnProvider(DefaultColumnProviders.Instance);
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub, JsonExporter.Brief);
        AddLogger(ConsoleLogger.Default);
    }

    private static Job Without(Job length, string[] switchedOff) =>
        length.WithEnvironmentVariables([.. switchedOff.Select(name => new EnvironmentVariable(name, "0"))]);
}
