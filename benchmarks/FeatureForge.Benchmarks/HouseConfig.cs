using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FeatureForge.Benchmarks;

/// <summary>
/// How every benchmark is run: in this process, with allocated bytes, a Markdown table and JSON for each class. In process, because
/// the code under test is then the one built beside it, and nothing is generated and restored for each run. Instruction sets are
/// chosen when a process starts: <c>tools/benchmark --simd</c> starts one for each level.
/// </summary>
internal sealed class HouseConfig : ManualConfig
{
    public HouseConfig(HouseOptions options)
    {
        AddJob(options.Length.WithToolchain(InProcessEmitToolchain.Instance));
        if (options.EngineOnly)
            AddFilter(new SimpleFilter(benchmark => !benchmark.Descriptor.Baseline && !IsOnDevice(benchmark.Descriptor.Type)));
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub, JsonExporter.Brief);
        AddLogger(ConsoleLogger.Default);
    }

    // A kernel's compiler looks at the processor by itself; the switches of the runtime do not reach it.
    private static bool IsOnDevice(Type benchmark) => benchmark.Namespace == $"{typeof(HouseConfig).Namespace}.Gpu";
}
