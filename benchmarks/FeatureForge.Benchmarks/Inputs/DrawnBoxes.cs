using FeatureForge.Core.Randomness;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Benchmarks.Inputs;

/// <summary>Boxes at random places, up to two fifths of the picture; the same on every machine.</summary>
internal static class DrawnBoxes
{
    /// <summary>Boxes in shares of the picture.</summary>
    public static BoxCorners[] Corners(int count)
    {
        var random = new SampleRandom(7, 0x0123_4567_89AB_CDEF, 0, StepInstances.Geometry);
        var boxes = new BoxCorners[count];
        for (int i = 0; i < count; i++)
        {
            double width = random.NextBetween(0.05, 0.4), height = random.NextBetween(0.05, 0.4);
            double x = random.NextBetween(0, 1 - width), y = random.NextBetween(0, 1 - height);
            boxes[i] = new BoxCorners((float)y, (float)x, (float)(y + height), (float)(x + width));
        }

        return boxes;
    }

    /// <summary>The same boxes in pixels of a picture.</summary>
    public static BoxPixels[] Pixels(int count, ImageShape shape) => [.. Corners(count).Select(box => box.ToPixels(shape))];
}
