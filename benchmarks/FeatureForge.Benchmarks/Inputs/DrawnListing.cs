using System.Globalization;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Benchmarks.Inputs;

/// <summary>A listing of photos that need not exist, eight boxes on each, in one split.</summary>
internal static class DrawnListing
{
    private const int Boxes = 8;

    /// <summary>Makes the listing.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="shape">Shape of every photo.</param>
    public static SampleListing Of(int count, ImageShape shape)
    {
        var builder = new SampleListingBuilder();
        int start = builder.AddBoxes(DrawnBoxes.Pixels(Boxes, shape), new int[Boxes]);
        for (int i = 0; i < count; i++)
            builder.AddSample(string.Create(CultureInfo.InvariantCulture, $"photo-{i:D5}.jpg"), fileLength: 1, split: 0, start, Boxes);
        return builder.Build(new LabelMap(["face"]), ["train"], Path.GetTempPath(), hasBoxes: true);
    }
}
