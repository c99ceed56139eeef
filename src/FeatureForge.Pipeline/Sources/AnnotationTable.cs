using FeatureForge.Core.Buffers;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Sources;

/// <summary>The rows of an annotation file that were kept, as flat arrays: boxes in the order of the file, labels and splits per image.</summary>
internal sealed class AnnotationTable
{
    /// <summary>No label, split or box.</summary>
    public const int None = -1;

    public AnnotationTable(int imageCount, IReadOnlyList<string> labels)
    {
        ImageLabels = new int[imageCount];
        ImageSplits = new int[imageCount];
        ImageLabels.AsSpan().Fill(None);
        ImageSplits.AsSpan().Fill(None);
        BoxCounts = new int[imageCount];
        Labels = new NameTable(labels);
    }

    /// <summary>True when the file has boxes, even if none was kept.</summary>
    public bool HasBoxes { get; set; }

    /// <summary>Label of each whole image, a number of <see cref="Labels"/>, or <see cref="None"/>.</summary>
    public int[] ImageLabels { get; }

    /// <summary>Split of each image, a number of <see cref="Splits"/>, or <see cref="None"/>.</summary>
    public int[] ImageSplits { get; }

    /// <summary>Label names as they appeared, or as the recipe gives them.</summary>
    public NameTable Labels { get; }

    /// <summary>Split names as they appeared.</summary>
    public NameTable Splits { get; } = new([]);

    /// <summary>Number of boxes kept of each image.</summary>
    public int[] BoxCounts { get; }

    /// <summary>Image of each box.</summary>
    public BlockList<int> BoxImages { get; } = new();

    /// <summary>Boxes in pixels.</summary>
    public BlockList<BoxPixels> Boxes { get; } = new();

    /// <summary>Label of each box, a number of <see cref="Labels"/>.</summary>
    public BlockList<int> BoxLabels { get; } = new();

    /// <summary>Gives up the memory of the boxes, which have been sorted into <see cref="BoxGroups"/>.</summary>
    public void ForgetBoxes()
    {
        BoxImages.Clear();
        Boxes.Clear();
        BoxLabels.Clear();
    }
}
