using BenchmarkDotNet.Attributes;
using FeatureForge.Core.Randomness;

namespace FeatureForge.Benchmarks.Core;

/// <summary>1,024 draws of 32 bits: the engine's counter-based stream against the platform's generator, which is no candidate (its draws depend on their order).</summary>
public class PhiloxBenchmarks
{
    private const int Draws = 1024;
    private readonly Random _platform = new();

    /// <summary>The platform's xoshiro generator.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Draws)]
    public uint PlatformRandom()
    {
        uint sum = 0;
        for (int i = 0; i < Draws; i++)
            sum += (uint)_platform.NextInt64();
        return sum;
    }

    /// <summary>One stream of one step on one sample.</summary>
    [Benchmark(OperationsPerInvoke = Draws)]
    public uint SampleRandomStream()
    {
        var random = new SampleRandom(7, 0x0123_4567_89AB_CDEF, 3, StepInstances.Photometric);
        uint sum = 0;
        for (int i = 0; i < Draws; i++)
            sum += random.NextUInt32();
        return sum;
    }
}
