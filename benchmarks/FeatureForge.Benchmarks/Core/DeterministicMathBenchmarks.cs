using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using FeatureForge.Core.Mathematics;

namespace FeatureForge.Benchmarks.Core;

/// <summary>What equal bits on every machine cost: the engine's elementary functions against the platform's.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class DeterministicMathBenchmarks
{
    private const int Count = 1024;
    private readonly double[] _values = [.. Enumerable.Range(1, Count).Select(i => i / 100.0)];

    /// <summary>exp of the platform.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("exp")]
    public double PlatformExp() => Sum(Math.Exp);

    /// <summary>exp of the engine.</summary>
    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("exp")]
    public double EngineExp() => Sum(DeterministicMath.Exp);

    /// <summary>Natural logarithm of the platform.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("log")]
    public double PlatformLog() => Sum(Math.Log);

    /// <summary>Natural logarithm of the engine.</summary>
    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("log")]
    public double EngineLog() => Sum(DeterministicMath.Log);

    /// <summary>Sine of the platform.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count), BenchmarkCategory("sin")]
    public double PlatformSin() => Sum(Math.Sin);

    /// <summary>Sine of the engine.</summary>
    [Benchmark(OperationsPerInvoke = Count), BenchmarkCategory("sin")]
    public double EngineSin() => Sum(DeterministicMath.Sin);

    private double Sum(Func<double, double> function)
    {
        double sum = 0;
        foreach (double value in _values)
            sum += function(value);
        return sum;
    }
}
