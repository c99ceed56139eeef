using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Tests.Targets;

/// <summary>Scenes of boxes for properties that need no oracle.</summary>
internal static class RandomBoxes
{
    /// <summary>Scenes by turns of few large boxes, many small ones, crowds of tiny ones with repetitions, and boxes reaching outside.</summary>
    public static IEnumerable<BoxCorners[]> Scenes(int count)
    {
        Random random = new(4711);
        for (int i = 0; i < count; i++)
        {
            BoxCorners[] boxes = (i % 4) switch
            {
                0 => Boxes(random, random.Next(1, 9), 0.05f, 0.9f),
                1 => Boxes(random, random.Next(10, 40), 0.02f, 0.15f),
                2 => Boxes(random, 120, 0.005f, 0.05f),
                _ => [.. Boxes(random, 5, 0.1f, 0.6f).Select(box => new BoxCorners(box.Y0 - 0.2f, box.X0 - 0.1f, box.Y1 + 0.1f, box.X1 + 0.3f))],
            };
            yield return i % 8 == 2 ? [.. boxes, .. boxes.Take(30)] : boxes;
        }
    }

    private static BoxCorners[] Boxes(Random random, int count, float low, float high)
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
