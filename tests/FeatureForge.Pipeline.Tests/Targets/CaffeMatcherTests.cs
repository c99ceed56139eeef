using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Tests.Targets;

public class CaffeMatcherTests
{
    [Theory]
    [InlineData("ssd300")]
    [InlineData("ssd512")]
    public void Match_WithVectors_EqualsScalar(string name)
    {
        AnchorSet anchors = AnchorSet.Create(name);
        CaffeMatcher vector = new(anchors, 0.5f);
        CaffeMatcher scalar = new(anchors, 0.5f, vectorized: false);
        foreach (BoxCorners[] boxes in RandomBoxes.Scenes(80))
        {
            vector.Match(boxes);
            scalar.Match(boxes);
            Assert.True(scalar.Positives.SequenceEqual(vector.Positives));
            foreach (int anchor in scalar.Positives)
                Assert.Equal(scalar.ObjectOfAnchor[anchor], vector.ObjectOfAnchor[anchor]);
            Assert.True(scalar.Best.SequenceEqual(vector.Best));
            Assert.True(scalar.Own.SequenceEqual(vector.Own));
        }
    }

    [Fact]
    public void Match_OnEveryScene_LosesNoObjectThatOverlapsAnAnchor()
    {
        CaffeMatcher matcher = new(AnchorSet.Create("ssd300-coco"), 0.5f);
        foreach (BoxCorners[] boxes in RandomBoxes.Scenes(200))
        {
            matcher.Match(boxes);
            HashSet<int> owners = [];
            foreach (int anchor in matcher.Positives)
                owners.Add(matcher.ObjectOfAnchor[anchor]);
            Assert.Equal(boxes.Length, owners.Count);
        }
    }

    [Fact]
    public void Match_WithMoreObjectsThanAnchors_GivesEachAnchorOnce()
    {
        AnchorSet anchors = AnchorSet.Create([AnchorLevel.Custom(2, 1, [0.5], [1])]);
        CaffeMatcher matcher = new(anchors, 0.5f);
        BoxCorners box = new(0.3f, 0.3f, 0.6f, 0.6f);
        matcher.Match([box, box, box]);
        Assert.Equal([0, 1], matcher.Positives.ToArray());
        Assert.Equal([0, 1], matcher.ObjectOfAnchor.ToArray());
        Assert.Equal(-1, matcher.Own[2].Anchor);
        Assert.Equal(matcher.Best[0], matcher.Best[2]);
    }

    /// <summary>Windows against the plain formula over all anchors: what a window leaves out must not overlap.</summary>
    [Theory]
    [InlineData("ssd300")]
    [InlineData("ssd512")]
    public void Around_ForAnyBox_HoldsEveryAnchorThatOverlaps(string name)
    {
        AnchorSet anchors = AnchorSet.Create(name);
        foreach (BoxCorners box in RandomBoxes.Scenes(24).SelectMany(boxes => boxes.Take(10)))
        {
            bool[] inside = new bool[anchors.Count];
            foreach (AnchorGrid grid in anchors.Grids)
            {
                AnchorWindow window = grid.Around(box);
                for (int row = window.FirstRow; row <= window.LastRow; row++)
                    inside.AsSpan(window.FirstAnchor + (row * window.RowStride), window.RunLength).Fill(true);
            }

            for (int anchor = 0; anchor < anchors.Count; anchor++)
            {
                BoxCorners corners = anchors.Corners(anchor);
                bool overlaps = corners.X0 < box.X1 && corners.X1 > box.X0 && corners.Y0 < box.Y1 && corners.Y1 > box.Y0;
                Assert.True(inside[anchor] || !overlaps, $"anchor {anchor} overlaps {box} but is left out");
            }
        }
    }

    [Fact]
    public void Match_WithBoxesOnTheEdgesOfCells_HoldsEveryAnchorThatOverlaps()
    {
        AnchorSet anchors = AnchorSet.Create([AnchorLevel.Custom(16, 8, [0.125], [1]), AnchorLevel.Custom(3, 5, [0.3], [1, 2, 0.5])]);
        CaffeMatcher matcher = new(anchors, 0);
        for (int i = 0; i < anchors.Count; i++)
        {
            BoxCorners box = anchors.Corners(i);
            matcher.Match([box]);
            Assert.Equal(i, matcher.Own[0].Anchor);
            int overlapping = Enumerable.Range(0, anchors.Count).Count(other => IoU(anchors.Corners(other), box) > 1e-6f);
            Assert.Equal(overlapping, matcher.Positives.Length);
        }
    }

    private static float IoU(BoxCorners anchor, BoxCorners box)
    {
        float width = Math.Min(anchor.X1, box.X1) - Math.Max(anchor.X0, box.X0);
        float height = Math.Min(anchor.Y1, box.Y1) - Math.Max(anchor.Y0, box.Y0);
        float inter = width > 0 && height > 0 ? width * height : 0;
        return inter / (anchor.Area + box.Area - inter);
    }
}
