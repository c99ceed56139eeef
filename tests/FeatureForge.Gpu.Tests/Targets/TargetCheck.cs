using System.Runtime.InteropServices;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Tests.Targets;

/// <summary>Compares targets and figures bit for bit.</summary>
internal static class TargetCheck
{
    /// <summary>Output shape of all tests.</summary>
    public static ImageShape Output { get; } = new(300, 300);

    /// <summary>Fresh targets for a batch.</summary>
    public static AnchorTargets[] Targets(int count) => [.. Enumerable.Range(0, count).Select(_ => new AnchorTargets())];

    /// <summary>Every value of every picture.</summary>
    public static void Equal(AnchorTargets expected, AnchorTargets actual, string where)
    {
        Assert.Equal(expected.Dense, actual.Dense);
        Equal<int>(expected.Indices, actual.Indices, where + ", index");
        Equal<int>(expected.Objects, actual.Objects, where + ", object");
        Equal<int>(expected.Classes, actual.Classes, where + ", class");
        Equal<int>(expected.Ignored, actual.Ignored, where + ", ignored");
        Equal<int>(MemoryMarshal.Cast<float, int>(expected.Offsets), MemoryMarshal.Cast<float, int>(actual.Offsets), where + ", offset");
    }

    /// <summary>Every figure of every size.</summary>
    public static void Equal(MatchReport expected, MatchReport actual)
    {
        Assert.Equal((expected.Pictures, expected.Degenerate), (actual.Pictures, actual.Degenerate));
        foreach (ObjectSize size in Enum.GetValues<ObjectSize>())
        {
            MatchStatistics one = expected.BySize(size);
            MatchStatistics other = actual.BySize(size);
            Assert.Equal((one.Objects, one.Lost, one.Forced, one.Positives, one.MeanBestIoU), (other.Objects, other.Lost, other.Forced, other.Positives, other.MeanBestIoU));
            Assert.Equal(one.BestIoUHistogram.ToArray(), other.BestIoUHistogram.ToArray());
        }
    }

    private static void Equal<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : IEquatable<T>
    {
        int common = expected.CommonPrefixLength(actual);
        if (common < expected.Length || common < actual.Length)
            Assert.Fail($"{what} {common} of {expected.Length} and {actual.Length}: expected {(common < expected.Length ? expected[common] : null)}, got {(common < actual.Length ? actual[common] : null)}");
    }
}
