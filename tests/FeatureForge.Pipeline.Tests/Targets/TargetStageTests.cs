using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Targets;

public class TargetStageTests
{
    private static readonly ImageShape s_output = new(300, 300);

    [SkippableTheory]
    [InlineData("ssd300", 0.5)]
    [InlineData("ssd300", 0)]
    [InlineData("ssd300-coco", 0.5)]
    [InlineData("ssd512", 0.35)]
    public void Run_OnRandomScenes_EqualsCaffe(string anchors, double positive)
    {
        MatchOracle oracle = MatchOracle.Run(anchors, positive);
        TargetStage stage = new(new TargetOptions { Anchors = anchors, Positive = positive }, s_output);
        AnchorTargets targets = new();
        foreach (MatchScene scene in oracle.Scenes)
        {
            stage.Run(scene.Boxes, scene.Labels, targets);
            MatchCheck.Sparse(scene, targets);
        }

        MatchCheck.Figures(oracle, stage.Report);
    }

    [SkippableFact]
    public void Run_OnTheFacesDataSet_EqualsCaffeAndLosesNoObject()
    {
        MatchOracle oracle = MatchOracle.Run("ssd300", 0.5, TestData.Require("faces", "annotations.csv"), TestData.Require("faces", "images.csv"));
        TargetStage stage = new(new TargetOptions(), s_output);
        AnchorTargets targets = new();
        foreach (MatchScene scene in oracle.Scenes)
        {
            stage.Run(scene.Boxes, scene.Labels, targets);
            MatchCheck.Sparse(scene, targets);
        }

        Assert.True(stage.Report.Objects > 2_000);
        Assert.Equal(0, stage.Report.Lost);
        Assert.Equal(oracle.Scenes.Count, stage.Report.Pictures);
        MatchCheck.Figures(oracle, stage.Report);
    }

    [SkippableFact]
    public void Run_WithDenseEncoding_HoldsTheSparseRowsAndBackgroundElsewhere()
    {
        TargetStage sparseStage = new(new TargetOptions(), s_output);
        TargetStage denseStage = new(new TargetOptions { Encoding = TargetEncoding.Dense }, s_output);
        AnchorTargets sparse = new();
        AnchorTargets dense = new();
        foreach (BoxCorners[] boxes in RandomBoxes.Scenes(20))
        {
            int[] labels = [.. boxes.Select((_, i) => i % 3)];
            sparseStage.Run(boxes, labels, sparse);
            denseStage.Run(boxes, labels, dense);
            Assert.True(dense.Dense);
            Assert.Equal(8_732, dense.Count);
            Assert.Equal(Enumerable.Range(0, 8_732), dense.Indices.ToArray());
            int row = 0;
            for (int anchor = 0; anchor < dense.Count; anchor++)
            {
                bool positive = row < sparse.Count && sparse.Indices[row] == anchor;
                Assert.Equal(positive ? sparse.Classes[row] : 0, dense.Classes[anchor]);
                Assert.Equal(positive ? sparse.Objects[row] : -1, dense.Objects[anchor]);
                Assert.True(dense.Offsets.Slice(anchor * 4, 4).SequenceEqual(positive ? sparse.Offsets.Slice(row * 4, 4) : [0, 0, 0, 0]));
                row += positive ? 1 : 0;
            }

            Assert.Equal(sparse.Count, row);
        }
    }

    [Fact]
    public void Run_WithoutObjects_GivesNoRows()
    {
        TargetStage stage = new(new TargetOptions(), s_output);
        AnchorTargets targets = new();
        stage.Run([new(0.2f, 0.2f, 0.5f, 0.5f)], [0], targets);
        Assert.NotEqual(0, targets.Count);
        stage.Run([], [], targets);
        Assert.Equal(0, targets.Count);
        Assert.Equal(2, stage.Report.Pictures);
        Assert.Equal(1, stage.Report.Objects);
    }

    [Fact]
    public void Run_WithBoxesThatCannotBeMatched_SkipsAndCountsThem()
    {
        BoxCorners good = new(0.2f, 0.2f, 0.5f, 0.5f);
        BoxCorners[] boxes =
        [
            new(0.5f, 0.5f, 0.5f, 0.9f), new(0.5f, 0.9f, 0.7f, 0.1f), new(float.NaN, 0, 1, 1), new(0, 0, 1, float.PositiveInfinity),
            good, new(0, float.NegativeInfinity, 1, 1),
        ];
        TargetStage stage = new(new TargetOptions(), s_output);
        AnchorTargets targets = new();
        stage.Run(boxes, [0, 1, 2, 3, 4, 5], targets);

        Assert.Equal(5, stage.Report.Degenerate);
        Assert.Equal(1, stage.Report.Objects);
        Assert.All(targets.Objects.ToArray(), number => Assert.Equal(4, number));
        Assert.All(targets.Classes.ToArray(), number => Assert.Equal(5, number));
        AnchorTargets alone = new();
        stage.Run([good], [4], alone);
        Assert.Equal(alone.Indices.ToArray(), targets.Indices.ToArray());
    }

    [Fact]
    public void Run_WithExtremeBoxes_NeverGivesNaN()
    {
        float huge = float.MaxValue;
        float tiny = float.Epsilon;
        BoxCorners[] boxes =
        [
            new(-huge, -huge, huge, huge), new(0, 0, tiny, tiny), new(0.5f, -huge, 0.50001f, huge), new(0.3f, 0.3f, MathF.BitIncrement(0.3f), MathF.BitIncrement(0.3f)),
            new(-1e30f, -1e30f, -1e29f, -1e29f), new(-0f, 0f, 1f, 1f),
        ];
        TargetStage stage = new(new TargetOptions { Encoding = TargetEncoding.Dense, Positive = 0 }, s_output);
        AnchorTargets targets = new();
        stage.Run(boxes, new int[boxes.Length], targets);
        Assert.All(targets.Offsets.ToArray(), offset => Assert.True(float.IsFinite(offset)));
        Assert.Equal(boxes.Length, stage.Report.Objects);
    }

    [Fact]
    public void Run_WithFewerLabelsThanBoxes_IsRefused()
    {
        TargetStage stage = new(new TargetOptions(), s_output);
        Assert.Throws<ArgumentException>(() => stage.Run([new(0, 0, 1, 1)], [], new AnchorTargets()));
    }

    [Theory]
    [InlineData(TargetEncoding.Sparse)]
    [InlineData(TargetEncoding.Dense)]
    public void Run_InSteadyState_AllocatesNothing(TargetEncoding encoding)
    {
        TargetStage stage = new(new TargetOptions { Encoding = encoding }, s_output);
        AnchorTargets targets = new();
        BoxCorners[][] scenes = [.. RandomBoxes.Scenes(30)];
        int[] labels = new int[200];
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            foreach (BoxCorners[] boxes in scenes)
                stage.Run(boxes, labels.AsSpan(0, boxes.Length), targets);
        }));
    }
}
