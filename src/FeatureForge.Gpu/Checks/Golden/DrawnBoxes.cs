using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Anchors and boxes of a few pictures: none, some, and more than a lane holds, with ties and boxes that several anchors fit alike.</summary>
internal static class DrawnBoxes
{
    /// <summary>Pictures of the batch.</summary>
    public const int Pictures = 3;

    private const uint Stream = 600;
    private const int Some = 5;
    private const int Drawn = 25;
    private static readonly Lazy<AnchorSet> s_anchors = new(() => AnchorSet.Create([AnchorLevel.Ssd(9, 9, 0.2, 0.4, [2, 3]), AnchorLevel.Ssd(3, 3, 0.4, 0.8, [2])]));
    private static readonly Lazy<BoxCorners[][]> s_boxes = new(Draw);

    /// <summary>522 anchors: more than two groups of lanes.</summary>
    public static AnchorSet Anchors => s_anchors.Value;

    /// <summary>Shape of the pictures; only the report's figures depend on it.</summary>
    public static ImageShape Output { get; } = new(300, 300);

    /// <summary>Boxes of each picture.</summary>
    public static IReadOnlyList<BoxCorners[]> Boxes => s_boxes.Value;

    /// <summary>All boxes, one picture behind the other.</summary>
    public static BoxCorners[] AllBoxes => [.. Boxes.SelectMany(boxes => boxes)];

    /// <summary>Labels of as many boxes.</summary>
    /// <param name="count">Boxes.</param>
    public static int[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => i * 7 % 91)];

    /// <summary>Where the boxes of each picture start, and their number.</summary>
    public static int[] Starts
    {
        get
        {
            var starts = new int[Pictures + 1];
            for (int i = 0; i < Pictures; i++)
                starts[i + 1] = starts[i] + Boxes[i].Length;
            return starts;
        }
    }

    // Anchors themselves, twice, and the whole picture: objects that want the same anchor, and anchors that fit alike.
    private static BoxCorners[][] Draw()
    {
        BoxCorners[] own = [Anchors.Corners(40), Anchors.Corners(300), Anchors.Corners(500)];
        BoxCorners[] many = [.. Random(Stream + 1, Drawn), .. own, new BoxCorners(0, 0, 1, 1), .. own, default, new BoxCorners(0.5f, 0.5f, 0.25f, 0.75f)];
        return [Random(Stream, Some), [], many];
    }

    private static BoxCorners[] Random(uint stream, int count)
    {
        float[] shares = CounterBytes.Shares(stream, count * 4);
        var boxes = new BoxCorners[count];
        for (int i = 0; i < count; i++)
        {
            float y = shares[i * 4] * 0.75f;
            float x = shares[(i * 4) + 1] * 0.75f;
            boxes[i] = new BoxCorners(y, x, y + 0.0625f + (shares[(i * 4) + 2] * 0.5f), x + 0.0625f + (shares[(i * 4) + 3] * 0.5f));
        }

        return boxes;
    }
}
