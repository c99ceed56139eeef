using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// The samples that a ladder climbs with: those of JPEG files that the recipe can be applied to, each with the rows that the recipe
/// reads of it. Every rung works on these rows, so that the work of a rung is part of the work of the next.
/// </summary>
internal sealed class LadderPhotos
{
    private readonly List<int> _samples = [];
    private readonly List<RowRange> _rows = [];

    /// <summary>Looks through a listing.</summary>
    /// <param name="stages">Options of every stage.</param>
    /// <param name="listing">Samples.</param>
    public LadderPhotos(StageOptions stages, SampleListing listing)
    {
        using var decoder = new ImageDecoder(stages.Decode);
        using var geometry = new GeometryStage(stages.Geometry, stages.Seed);
        using var own = new FastJpegDecoder();
        using var buffer = new GrowableBuffer();
        byte[] folder = Encoding.UTF8.GetBytes(listing.ImagesFolder);
        for (int i = 0; i < listing.Count; i++)
        {
            ReadOnlySpan<byte> file = JpegWork.Read(folder, listing[i], buffer);
            try
            {
                DecodePlan plan = decoder.Plan(file);
                if (plan.Format != ImageFormat.Jpeg)
                    continue;
                _rows.Add(RowsOf(listing[i], plan, geometry, stages.AugmentSplits.Contains(listing.Splits[listing.SplitOf(i)])));
                _samples.Add(i);
                LeftToLibjpegTurbo += own.Read(file) == JpegRefusal.None ? 0 : 1;
            }
            catch (BadSampleException)
            {
                // A benchmark measures good photos; bad ones are the business of a run.
            }
        }
    }

    /// <summary>Samples.</summary>
    public int Count => _samples.Count;

    /// <summary>How many of them the own decoder leaves to libjpeg-turbo.</summary>
    public int LeftToLibjpegTurbo { get; }

    /// <summary>Position of an item in the listing.</summary>
    /// <param name="item">Item, 0 to <see cref="Count"/> - 1.</param>
    public int Sample(int item) => _samples[item];

    /// <summary>Rows that the recipe reads of an item.</summary>
    /// <param name="item">Item, 0 to <see cref="Count"/> - 1.</param>
    public RowRange Rows(int item) => _rows[item];

    // A turned picture is decoded whole before it is turned upright.
    private static RowRange RowsOf(in SampleDescription sample, in DecodePlan plan, GeometryStage geometry, bool augment)
    {
        if (plan.Orientation != Orientation.Upright)
            return JpegWork.WholePicture;
        var objects = new ObjectList();
        for (int i = 0; i < sample.Boxes.Length; i++)
        {
            BoxPixels clipped = sample.Boxes[i].ClipTo(plan.Upright);
            if (clipped.HasArea)
                objects.Add(clipped, sample.Labels[i], i);
        }

        geometry.PlanWindow(sample, plan.Upright, epoch: 0, augment, objects, new AugmentationLog());
        geometry.PlanRows(RowFormat.Rgb(plan.Upright));
        return geometry.RowsNeeded;
    }
}
