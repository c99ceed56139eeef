using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Tests.Targets;

public class MatchReportTests
{
    private static MatchReport Match(ImageShape output, IEnumerable<BoxCorners[]> scenes)
    {
        TargetStage stage = new(new TargetOptions(), output);
        AnchorTargets targets = new();
        foreach (BoxCorners[] boxes in scenes)
            stage.Run(boxes, new int[boxes.Length], targets);
        return stage.Report;
    }

    [Fact]
    public void Merge_OfWorkers_EqualsOneWorkerInAnyOrder()
    {
        BoxCorners[][] scenes = [.. RandomBoxes.Scenes(40)];
        MatchReport whole = Match(new(300, 300), scenes);
        MatchReport merged = new();
        foreach (int worker in (int[])[2, 0, 1])
            merged.Merge(Match(new(300, 300), scenes.Where((_, i) => i % 3 == worker)));

        Assert.Equal((whole.Pictures, whole.Degenerate, whole.Objects, whole.Lost, whole.Forced, whole.Positives), (merged.Pictures, merged.Degenerate, merged.Objects, merged.Lost, merged.Forced, merged.Positives));
        Assert.Equal(whole.Total().MeanBestIoU, merged.Total().MeanBestIoU);
        foreach (ObjectSize size in Enum.GetValues<ObjectSize>())
            Assert.True(whole.BySize(size).BestIoUHistogram.SequenceEqual(merged.BySize(size).BestIoUHistogram));
    }

    [Fact]
    public void BySize_ForBoxesAroundTheBounds_FollowsTheOutputSize()
    {
        BoxCorners quarter = new(0.25f, 0.25f, 0.5f, 0.5f);
        Assert.Equal(1, Match(new(124, 124), [[quarter]]).BySize(ObjectSize.Small).Objects);
        Assert.Equal(1, Match(new(128, 128), [[quarter]]).BySize(ObjectSize.Medium).Objects);
        Assert.Equal(1, Match(new(380, 384), [[quarter]]).BySize(ObjectSize.Medium).Objects);
        Assert.Equal(1, Match(new(384, 384), [[quarter]]).BySize(ObjectSize.Large).Objects);
    }

    [Fact]
    public void Run_OnAnchorsThemselves_CountsThemInTheLastBin()
    {
        AnchorSet anchors = AnchorSet.Create("ssd300");
        MatchReport report = Match(new(300, 300), [[anchors.Corners(100)], [anchors.Corners(8_000)]]);
        Assert.Equal(2, report.Total().BestIoUHistogram[MatchStatistics.HistogramBins - 1]);
        Assert.Equal(1, report.Total().MeanBestIoU);
        Assert.Equal(0, report.Forced);
    }

    [Fact]
    public void Run_OnABoxThatNoAnchorReaches_CountsItLostInTheFirstBin()
    {
        MatchReport report = Match(new(300, 300), [[new(9, 9, 9.5f, 9.5f)]]);
        Assert.Equal((1, 1, 0, 0), (report.Objects, report.Lost, report.Forced, report.Positives));
        Assert.Equal(1, report.BySize(ObjectSize.Large).BestIoUHistogram[0]);
    }

    [Fact]
    public void Run_OnATinyBox_CountsItForced()
    {
        MatchReport report = Match(new(300, 300), [[new(0.5f, 0.5f, 0.51f, 0.51f)]]);
        Assert.Equal((1, 0, 1, 1), (report.Objects, report.Lost, report.Forced, report.Positives));
    }
}
