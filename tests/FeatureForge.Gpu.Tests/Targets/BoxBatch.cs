using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Tests.Targets;

/// <summary>Boxes of a batch of pictures: by turns none, few, many, ties, crowds with repetitions, boxes that no rule matches, and boxes without end.</summary>
internal sealed class BoxBatch
{
    private const int Kinds = 8;

    private BoxBatch(IReadOnlyList<BoxCorners[]> pictures)
    {
        Pictures = pictures;
        Boxes = [.. pictures.SelectMany(boxes => boxes)];
        Labels = [.. Enumerable.Range(0, Boxes.Length).Select(i => i * 7 % 91)];
        Starts = new int[pictures.Count + 1];
        for (int i = 0; i < pictures.Count; i++)
            Starts[i + 1] = Starts[i] + pictures[i].Length;
    }

    public IReadOnlyList<BoxCorners[]> Pictures { get; }

    public BoxCorners[] Boxes { get; }

    public int[] Labels { get; }

    public int[] Starts { get; }

    /// <summary>Labels of one picture.</summary>
    public ReadOnlySpan<int> LabelsOf(int picture) => Labels.AsSpan(Starts[picture], Pictures[picture].Length);

    /// <summary>Pictures of every kind by turns.</summary>
    public static BoxBatch Mixed(int pictures, AnchorSet anchors, int seed)
    {
        Random random = new(seed);
        return new([.. Enumerable.Range(seed % Kinds, pictures).Select(i => Picture(i % Kinds, random, anchors))]);
    }

    /// <summary>Pictures with the same number of ordinary boxes.</summary>
    public static BoxBatch Even(int pictures, int boxes)
    {
        Random random = new(1);
        return new([.. Enumerable.Range(0, pictures).Select(_ => Drawn(random, boxes, 0.05f, 0.6f))]);
    }

    private static BoxCorners[] Picture(int kind, Random random, AnchorSet anchors) => kind switch
    {
        0 => Crowd(random),
        1 => [],
        2 => Drawn(random, random.Next(1, 9), 0.05f, 0.9f),
        3 => Drawn(random, random.Next(9, 40), 0.02f, 0.15f),
        4 => Ties(random, anchors),
        5 => Unmatchable(random),
        6 => [.. Drawn(random, 5, 0.1f, 0.6f).Select(box => new BoxCorners(box.Y0 - 0.2f, box.X0 - 0.1f, box.Y1 + 0.1f, box.X1 + 0.3f))],
        _ => Extreme(random),
    };

    private static BoxCorners[] Crowd(Random random)
    {
        BoxCorners[] boxes = Drawn(random, 110, 0.005f, 0.1f);
        return [.. boxes, .. boxes.Take(30), .. boxes.Take(10)];
    }

    // Anchors themselves, twice over, and boxes that lie alike to many anchors.
    private static BoxCorners[] Ties(Random random, AnchorSet anchors)
    {
        BoxCorners[] same = [.. Enumerable.Range(0, 6).Select(_ => anchors.Corners(random.Next(anchors.Count)))];
        return [.. same, new(0, 0, 1, 1), new(0.25f, 0.25f, 0.75f, 0.75f), .. same, new(0.5f, 0.5f, 0.5625f, 0.5625f)];
    }

    private static BoxCorners[] Unmatchable(Random random)
    {
        BoxCorners[] bad =
        [
            new(0.5f, 0.5f, 0.5f, 0.9f), new(0.5f, 0.9f, 0.7f, 0.1f), new(float.NaN, 0, 1, 1), new(0, float.NaN, 1, 1), new(0, 0, float.NaN, 1), new(0, 0, 1, float.NaN),
            new(0, 0, 1, float.PositiveInfinity), new(0, float.NegativeInfinity, 1, 1), new(0, 0, float.PositiveInfinity, 1), new(float.NegativeInfinity, 0, 1, 1), default,
        ];
        return random.Next(3) == 0 ? bad : [.. bad.Take(9), .. Drawn(random, 3, 0.1f, 0.5f), .. bad];
    }

    private static BoxCorners[] Extreme(Random random)
    {
        const float huge = float.MaxValue;
        const float tiny = float.Epsilon;
        BoxCorners[] boxes =
        [
            new(5, 5, 6, 6), new(-huge, -huge, huge, huge), new(0, 0, tiny, tiny), new(0.5f, -huge, 0.50001f, huge), new(0.3f, 0.3f, MathF.BitIncrement(0.3f), MathF.BitIncrement(0.3f)),
            new(-1e30f, -1e30f, -1e29f, -1e29f), new(-0f, 0f, 1f, 1f), new(1e38f, 1e38f, huge, huge), new(0.2f, 0.2f, 0.2f + 1e-19f, 0.9f), new(-3, -3, 4, 4),
        ];
        random.Shuffle(boxes);
        return boxes;
    }

    private static BoxCorners[] Drawn(Random random, int count, float low, float high)
    {
        var boxes = new BoxCorners[count];
        for (int i = 0; i < count; i++)
        {
            float width = low + (random.NextSingle() * (high - low));
            float height = low + (random.NextSingle() * (high - low));
            float x = random.NextSingle() * (1 - width);
            float y = random.NextSingle() * (1 - height);
            boxes[i] = new(y, x, y + height, x + width);
        }

        return boxes;
    }
}
