using System.Runtime.InteropServices;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Bench;

/// <summary>The boxes that matching is measured with: 256 pictures of eight boxes each against the anchors of SSD300, the same on every machine.</summary>
internal static class MatchingBoxes
{
    /// <summary>Pictures.</summary>
    public const int Images = 256;

    /// <summary>Boxes of each picture.</summary>
    public const int BoxesOfImage = 8;

    /// <summary>What a GPU shall stay below for the whole batch.</summary>
    public const double GoalMicroseconds = 100;

    private const int Boxes = Images * BoxesOfImage;
    private static readonly byte[] s_mark = "FFBOXES1"u8.ToArray();

    /// <summary>Output shape that goes with the anchors.</summary>
    public static ImageShape Output { get; } = new(300, 300);

    /// <summary>The anchors.</summary>
    public static AnchorSet Anchors { get; } = AnchorSet.Create("ssd300");

    /// <summary>Boxes of all pictures.</summary>
    public static BoxCorners[] All { get; } = Draw();

    /// <summary>Label of each box.</summary>
    public static int[] Labels { get; } = new int[Boxes];

    /// <summary>Where the boxes of each picture start, and at last their number.</summary>
    public static int[] Starts { get; } = [.. Enumerable.Range(0, Images + 1).Select(image => image * BoxesOfImage)];

    /// <summary>Pairs of anchor and box that a batch compares.</summary>
    public static double Pairs => (double)Boxes * Anchors.Count;

    /// <summary>
    /// Writes anchors and boxes for programs in other languages: the mark <c>FFBOXES1</c>; int32 anchors, pictures, boxes of a picture; then
    /// float32 x0 y0 x1 y1 of each anchor and of each box, in shares of the picture; all little-endian.
    /// </summary>
    /// <param name="path">File.</param>
    public static void Write(string path)
    {
        using FileStream stream = File.Create(path);
        stream.Write(s_mark);
        stream.Write(MemoryMarshal.AsBytes<int>([Anchors.Count, Images, BoxesOfImage]));
        for (int i = 0; i < Anchors.Count; i++)
            WriteOne(stream, Anchors.Corners(i));
        foreach (BoxCorners box in All)
            WriteOne(stream, box);
    }

    private static void WriteOne(Stream stream, BoxCorners box) => stream.Write(MemoryMarshal.AsBytes<float>([box.X0, box.Y0, box.X1, box.Y1]));

    private static BoxCorners[] Draw()
    {
        var boxes = new BoxCorners[Boxes];
        for (int i = 0; i < boxes.Length; i++)
        {
            var random = new SampleRandom(1, (ulong)i, 0, 0xFFFD);
            double width = random.NextBetween(0.05, 0.6), height = random.NextBetween(0.05, 0.6);
            double x = random.NextBetween(0, 1 - width), y = random.NextBetween(0, 1 - height);
            boxes[i] = new BoxCorners((float)y, (float)x, (float)(y + height), (float)(x + width));
        }

        return boxes;
    }
}
