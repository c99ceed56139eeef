using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Tests.Targets;

/// <summary>Compares what the stage made with what an oracle says.</summary>
internal static class MatchCheck
{
    /// <summary>Rows of the sparse form.</summary>
    public static void Sparse(MatchScene scene, AnchorTargets targets)
    {
        Assert.False(targets.Dense);
        Assert.Equal(scene.Matches.Select(match => (match.Anchor, match.Object)), targets.Indices.ToArray().Zip(targets.Objects.ToArray()));
        Assert.Equal(scene.Ignored, targets.Ignored.ToArray());
        int[] labels = scene.Labels;
        for (int row = 0; row < targets.Count; row++)
        {
            MatchedAnchor match = scene.Matches[row];
            Span<float> offsets = targets.Offsets.Slice(row * 4, 4);
            Assert.Equal(labels[match.Object] + 1, targets.Classes[row]);
            Assert.Equal((match.Tx, match.Ty), (offsets[0], offsets[1]));
            CheckLogarithm(match.LogWidth, offsets[2], scene.Name);
            CheckLogarithm(match.LogHeight, offsets[3], scene.Name);
        }
    }

    /// <summary>Tolerance: the engine's float32 logarithm may lie one unit in the last place beside the rounded float64 one; the division is then exact.</summary>
    private static void CheckLogarithm(float logarithm, float offset, string scene)
    {
        // The text is only made for a failure: there are hundreds of thousands of rows.
        if (offset < MathF.BitDecrement(logarithm) / 0.2f || offset > MathF.BitIncrement(logarithm) / 0.2f)
            Assert.Fail($"{scene}: ln is {logarithm:R}, so the offset must be about {logarithm / 0.2f:R}, but is {offset:R}");
    }

    /// <summary>The report by size.</summary>
    public static void Figures(MatchOracle oracle, MatchReport report)
    {
        foreach (ObjectSize size in Enum.GetValues<ObjectSize>())
        {
            MatchStatistics statistics = report.BySize(size);
            long[] actual = [statistics.Objects, statistics.Lost, statistics.Forced, statistics.Positives];
            Assert.Equal(oracle.Figures[(int)size], actual);
            Assert.Equal(statistics.Objects, statistics.BestIoUHistogram.ToArray().Sum());
        }
    }
}
