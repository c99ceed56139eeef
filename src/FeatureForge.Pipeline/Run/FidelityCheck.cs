using FeatureForge.Core.Buffers;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// Makes a sample's picture a second time, with fidelity <c>reference</c> and the same draws, and compares. What it finds is reported and
/// changes nothing: a file that only the reference cannot decode is left out of the comparison. Decoder, scratch memory and budget are the worker's,
/// which is done with them by then: a second decoder would hold the memory of one more photo, and the reference may need more of it than the fast way.
/// </summary>
/// <param name="options">Options of every stage.</param>
/// <param name="decoder">Plans; stays the caller's.</param>
/// <param name="decoding">Decodes, within the budget of large pictures; stays the caller's, who trims it and holds nothing of the budget now.</param>
internal sealed class FidelityCheck(StageOptions options, ImageDecoder decoder, BudgetedDecoder decoding) : IDisposable
{
    private readonly GeometryStage _geometry = new(options.Geometry, options.Seed);
    private readonly ObjectList _objects = new();
    private readonly AugmentationLog _log = new();
    private readonly GrowableBuffer _picture = new();

    /// <summary>Keeps the objects that the sample's steps will see.</summary>
    /// <param name="objects">Boxes in pixels of the upright picture.</param>
    public void TakeObjects(ObjectList objects)
    {
        _objects.Clear();
        for (int i = 0; i < objects.Count; i++)
            _objects.Add(objects.Boxes[i], objects.Labels[i], objects.Numbers[i]);
    }

    /// <summary>Compares the finished picture with the reference.</summary>
    /// <param name="sample">Sample.</param>
    /// <param name="draw">Epoch of the draws, and whether random steps act.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="picture">What was made of it, before photometric steps.</param>
    /// <param name="statistics">Takes the result.</param>
    public void Compare(in SampleDescription sample, (int Epoch, bool Augment) draw, ReadOnlySpan<byte> file, ReadOnlyImageView picture, FidelityStatistics statistics)
    {
        var reference = new ImageView(picture.Shape, _picture.Ensure(picture.Shape.RgbBytes));
        try
        {
            _log.Clear();
            DecodePlan plan = decoder.PlanReference(file);
            _geometry.Plan(sample, plan.Upright, draw.Epoch, draw.Augment, _objects, _log);
            decoding.Run(file, plan, _geometry.RowsNeeded, _geometry);
            _geometry.Finish(reference);
        }
        catch (BadSampleException)
        {
            // The sample is a record all the same: only the fast way decides.
            return;
        }

        statistics.Compare(picture.Pixels, reference.Pixels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _geometry.Dispose();
        _picture.Dispose();
    }
}
