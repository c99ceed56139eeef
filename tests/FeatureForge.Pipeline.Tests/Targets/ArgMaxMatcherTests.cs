using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Targets;

public class ArgMaxMatcherTests
{
    private static readonly ImageShape s_output = new(300, 300);

    /// <summary>Rules, with thresholds from 0.3 to 0.7 and at the ends, and an ignore band where the rule has one.</summary>
    public static TheoryData<string, string, double, double> Cases()
    {
        TheoryData<string, string, double, double> cases = [];
        foreach (string rule in MatchRuleNames.All.Except(["caffe"]))
        {
            foreach (double positive in (double[])[0.3, 0.4, 0.5, 0.6, 0.7, 0, 1])
                cases.Add(rule, "ssd300", positive, positive);
            cases.Add(rule, "ssd300-coco", 0.5, 0.5);
            cases.Add(rule, "ssd512", 0.45, 0.45);
        }

        foreach (double negative in (double[])[0.3, 0.4, 0.499, 0])
            cases.Add("tf-od", "ssd300", 0.5, negative);
        cases.Add("tf-od", "ssd512", 0.7, 0.3);
        return cases;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Run_OnRandomScenes_EqualsTheOrigin(string rule, string anchors, double positive, double negative)
    {
        TargetOptions options = Options(rule, anchors, positive, negative);
        Check(options, MatchOracle.Run(options));
    }

    [SkippableTheory]
    [InlineData("ssd300", 0.3)]
    [InlineData("ssd300-coco", 0.7)]
    [InlineData("ssd512", 0.5)]
    public void Run_OnRandomScenes_EqualsTorchvisionItself(string anchors, double positive)
    {
        TargetOptions options = Options("torchvision", anchors, positive, positive);
        Check(options, MatchOracle.Run(options, library: true));
    }

    [Theory]
    [InlineData("mlperf", 0.5, 0.5)]
    [InlineData("mlperf", 0, 0)]
    [InlineData("ssd-pytorch", 0.5, 0.5)]
    [InlineData("ssd-pytorch", 0, 0)]
    [InlineData("torchvision", 0.35, 0.35)]
    [InlineData("tf-od", 0.7, 0.3)]
    [InlineData("tf-od", 0.5, 0)]
    public void Match_WithVectors_EqualsScalar(string rule, double positive, double negative)
    {
        AnchorSet anchors = AnchorSet.Create("ssd300");
        var argMax = ArgMaxRule.Of(Options(rule, "ssd300", positive, negative));
        ArgMaxMatcher vector = new(anchors, argMax);
        ArgMaxMatcher scalar = new(anchors, argMax, vectorized: false);
        foreach (BoxCorners[] boxes in RandomBoxes.Scenes(80))
        {
            vector.Match(boxes);
            scalar.Match(boxes);
            Assert.True(scalar.Positives.SequenceEqual(vector.Positives));
            Assert.True(scalar.Ignored.SequenceEqual(vector.Ignored));
            foreach (int anchor in scalar.Positives)
                Assert.Equal(scalar.ObjectOfAnchor[anchor], vector.ObjectOfAnchor[anchor]);
            Assert.True(scalar.Best.SequenceEqual(vector.Best));
            Assert.True(scalar.Own.SequenceEqual(vector.Own));
        }
    }

    /// <summary>Windows against the plain formula over all anchors: what a window leaves out must lie below the IoU.</summary>
    [Theory]
    [InlineData("ssd300")]
    [InlineData("ssd512")]
    public void Around_ForAnyBoxAndIoU_HoldsEveryAnchorThatReachesIt(string name) => CheckWindows(AnchorSet.Create(name), RandomBoxes.Scenes(16).SelectMany(boxes => boxes.Take(6)));

    [Fact]
    public void Around_ForAnchorsFarOutsideThePicture_HoldsEveryAnchorThatReachesTheIoU()
    {
        // Edges near 3,000 are rounded to 0.0002, more than an anchor of 0.0001 is wide.
        AnchorLevel far = new() { MapWidth = 300, MapHeight = 2, CellsAcross = 0.1, CellsDown = 2, Shapes = [new(0.0001, 0.3), new(0.01, 0.5), new(16, 0.2)] };
        AnchorSet anchors = AnchorSet.Create([far, AnchorLevel.Custom(7, 3, [0.3], [1, 4])]);
        IEnumerable<BoxCorners> boxes = Enumerable.Range(0, anchors.Count).Select(anchors.Corners).Where(CaffeMatcher.IsMatchable);
        CheckWindows(anchors, [.. boxes.Where((_, i) => i % 7 == 0)]);
    }

    [Fact]
    public void Match_WhenTwoObjectsWantOneAnchor_GivesItToTheOneOfTheRule()
    {
        AnchorSet anchors = AnchorSet.Create([AnchorLevel.Custom(1, 1, [0.5], [1])]);
        BoxCorners near = new(0.25f, 0.25f, 0.75f, 0.75f);
        BoxCorners far = new(0, 0, 0.3f, 0.3f);
        foreach (MatchRule rule in (MatchRule[])[MatchRule.Mlperf, MatchRule.SsdPytorch, MatchRule.Torchvision, MatchRule.TfOd])
        {
            ArgMaxMatcher matcher = new(anchors, ArgMaxRule.Of(new TargetOptions { Rule = rule }));
            matcher.Match([far, near, far]);
            Assert.Equal([0], matcher.Positives.ToArray());
            int winner = rule == MatchRule.TfOd ? 0 : 2;
            Assert.Equal(winner, matcher.ObjectOfAnchor[0]);
            Assert.Equal([winner == 0, false, winner == 2], matcher.Own.ToArray().Select(choice => choice.Anchor >= 0));
            Assert.Equal(1, matcher.Best[1].IoU);
        }
    }

    [Fact]
    public void Match_AtTheThreshold_IsPositiveExceptForMlperf()
    {
        // Halves of the picture side by side: the IoU with the middle anchor is exactly 1/3.
        AnchorSet anchors = AnchorSet.Create([AnchorLevel.Custom(2, 1, [0.5], [1])]);
        BoxCorners middle = new(0.25f, 0.25f, 0.75f, 0.75f);
        float third = 0.125f / (0.25f + 0.25f - 0.125f);
        foreach (MatchRule rule in (MatchRule[])[MatchRule.Mlperf, MatchRule.SsdPytorch, MatchRule.Torchvision, MatchRule.TfOd])
        {
            ArgMaxMatcher matcher = new(anchors, ArgMaxRule.Of(new TargetOptions { Rule = rule, Positive = third }));
            matcher.Match([middle]);
            Assert.Equal(new AnchorChoice(rule == MatchRule.Mlperf ? 1 : 0, third), matcher.Best[0]);
            Assert.Equal(rule == MatchRule.Mlperf ? [1] : [0, 1], matcher.Positives.ToArray());
        }
    }

    [Fact]
    public void Run_WithBoxesThatCannotBeMatched_LeavesThemOut()
    {
        BoxCorners bad = new(0.5f, 0.5f, 0.5f, 0.9f);
        BoxCorners good = new(0.2f, 0.2f, 0.5f, 0.5f);
        foreach (string rule in MatchRuleNames.All.Except(["caffe"]))
        {
            TargetStage stage = new(Options(rule, "ssd300", 0, 0), s_output);
            AnchorTargets targets = new();
            stage.Run([bad, good, bad], [0, 1, 2], targets);
            Assert.NotEqual(0, targets.Count);
            Assert.All(targets.Objects.ToArray(), number => Assert.Equal(1, number));
            Assert.Equal((2, 1), (stage.Report.Degenerate, stage.Report.Objects));
            stage.Run([bad], [0], targets);
            Assert.Equal(0, targets.Count);
            stage.Run([], [], targets);
            Assert.Equal(0, targets.Count);
        }
    }

    [Fact]
    public void Run_WithDenseEncoding_HoldsTheSparseRowsAndTheIgnoredAnchors()
    {
        TargetOptions options = Options("tf-od", "ssd300", 0.5, 0.3);
        TargetStage sparseStage = new(options, s_output);
        TargetStage denseStage = new(options with { Encoding = TargetEncoding.Dense }, s_output);
        AnchorTargets sparse = new();
        AnchorTargets dense = new();
        int ignored = 0;
        foreach (BoxCorners[] boxes in RandomBoxes.Scenes(12))
        {
            int[] labels = [.. boxes.Select((_, i) => i % 3)];
            sparseStage.Run(boxes, labels, sparse);
            denseStage.Run(boxes, labels, dense);
            Assert.Equal(0, dense.Ignored.Length);
            ignored += sparse.Ignored.Length;
            int[] classes = new int[dense.Count];
            foreach (int anchor in sparse.Ignored)
                classes[anchor] = AnchorTargets.IgnoredClass;
            for (int row = 0; row < sparse.Count; row++)
            {
                classes[sparse.Indices[row]] = sparse.Classes[row];
                Assert.Equal(sparse.Objects[row], dense.Objects[sparse.Indices[row]]);
                Assert.True(sparse.Offsets.Slice(row * 4, 4).SequenceEqual(dense.Offsets.Slice(sparse.Indices[row] * 4, 4)));
            }

            Assert.Equal(classes, dense.Classes.ToArray());
            foreach (int anchor in sparse.Ignored)
            {
                Assert.Equal(-1, dense.Objects[anchor]);
                Assert.True(dense.Offsets.Slice(anchor * 4, 4).SequenceEqual([0, 0, 0, 0]));
            }
        }

        Assert.True(ignored > 1_000);
    }

    [Theory]
    [InlineData("mlperf", TargetEncoding.Sparse)]
    [InlineData("ssd-pytorch", TargetEncoding.Dense)]
    [InlineData("torchvision", TargetEncoding.Sparse)]
    [InlineData("tf-od", TargetEncoding.Sparse)]
    [InlineData("tf-od", TargetEncoding.Dense)]
    public void Run_InSteadyState_AllocatesNothing(string rule, TargetEncoding encoding)
    {
        TargetStage stage = new(Options(rule, "ssd300", 0.5, rule == "tf-od" ? 0.3 : 0.5) with { Encoding = encoding }, s_output);
        AnchorTargets targets = new();
        BoxCorners[][] scenes = [.. RandomBoxes.Scenes(30)];
        int[] labels = new int[200];
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            foreach (BoxCorners[] boxes in scenes)
                stage.Run(boxes, labels.AsSpan(0, boxes.Length), targets);
        }));
    }

    private static TargetOptions Options(string rule, string anchors, double positive, double negative) =>
        new() { Rule = MatchRuleNames.Parse(rule), Anchors = anchors, Positive = positive, Negative = rule == "tf-od" ? negative : null };

    private static void Check(TargetOptions options, MatchOracle oracle)
    {
        TargetStage stage = new(options, s_output);
        AnchorTargets targets = new();
        foreach (MatchScene scene in oracle.Scenes)
        {
            stage.Run(scene.Boxes, scene.Labels, targets);
            MatchCheck.Sparse(scene, targets);
        }

        MatchCheck.Figures(oracle, stage.Report);
    }

    private static void CheckWindows(AnchorSet anchors, IEnumerable<BoxCorners> boxes)
    {
        var grids = new ReachGrid[anchors.Levels.Count];
        for (int i = 0, first = 0; i < grids.Length; i++)
        {
            grids[i] = new ReachGrid(anchors.Levels[i], anchors.Grids[i], first);
            first += anchors.Levels[i].MapWidth * anchors.Levels[i].MapHeight * anchors.Levels[i].Shapes.Count;
        }

        bool[] inside = new bool[anchors.Count];
        foreach (BoxCorners box in boxes)
        {
            var overlap = new BoxOverlap(anchors.Columns, box);
            foreach (float least in (float[])[0, 1e-7f, 2e-6f, 0.01f, 0.1f, 0.3f, 0.5f, 0.7f, 1])
            {
                Array.Clear(inside);
                foreach (ReachGrid grid in grids)
                {
                    AnchorWindow window = grid.Around(box, least);
                    for (int row = window.FirstRow; row <= window.LastRow; row++)
                        inside.AsSpan(window.FirstAnchor + (row * window.RowStride), window.RunLength).Fill(true);
                }

                for (int anchor = 0; anchor < anchors.Count; anchor++)
                {
                    if (!inside[anchor] && overlap.One(anchor) is > 0 and float iou && iou >= least)
                        Assert.Fail($"anchor {anchor} has IoU {iou} with {box}, from {least} on, but is left out");
                }
            }
        }
    }
}
