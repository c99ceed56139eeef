using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Sources;

/// <summary>Boxes sorted by image; those of one image stay in the order of the file.</summary>
internal sealed class BoxGroups
{
    private readonly int[] _starts;

    private BoxGroups(int[] starts, BoxPixels[] boxes, int[] labels)
    {
        _starts = starts;
        Boxes = boxes;
        Labels = labels;
    }

    /// <summary>Boxes, image after image.</summary>
    public BoxPixels[] Boxes { get; }

    /// <summary>Label of each box, image after image.</summary>
    public int[] Labels { get; }

    /// <summary>Sorts by counting, one pass over the boxes.</summary>
    public static BoxGroups Make(AnnotationTable table, int imageCount)
    {
        int count = table.BoxImages.Count;
        // Filled by moving each start to its end, which is the start of the next image: so the starts stand one place further on.
        int[] starts = new int[imageCount + 2];
        for (int i = 0; i < count; i++)
            starts[table.BoxImages[i] + 2]++;
        for (int i = 0; i < imageCount; i++)
            starts[i + 2] += starts[i + 1];
        var boxes = new BoxPixels[count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            int place = starts[table.BoxImages[i] + 1]++;
            boxes[place] = table.Boxes[i];
            labels[place] = table.BoxLabels[i];
        }

        return new BoxGroups(starts, boxes, labels);
    }

    /// <summary>Where the boxes of an image start.</summary>
    public int StartOf(int image) => _starts[image];

    /// <summary>Number of boxes of an image.</summary>
    public int CountOf(int image) => _starts[image + 1] - _starts[image];
}
