using System.Text;
using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Preview;

/// <summary>Takes samples through the stages and keeps the pictures: what training would see, to look at.</summary>
internal sealed class SamplePictures(SampleListing listing) : IFinishedSampleConsumer
{
    private SheetTile? _tile;
    private string _drawn = "";

    /// <summary>Makes the picture of one sample.</summary>
    /// <param name="stages">Options of every stage; pictures must be stored raw.</param>
    /// <param name="index">Position in the listing.</param>
    /// <param name="epoch">Epoch that random steps draw for.</param>
    /// <param name="caption">Text below the picture.</param>
    /// <returns>The picture, or null when the sample is bad.</returns>
    public SheetTile? Make(StageOptions stages, int index, int epoch, string caption)
    {
        using var pipeline = new SamplePipeline(stages, listing);
        try
        {
            pipeline.Process(index, epoch, this);
            return _tile! with { Caption = caption };
        }
        catch (BadSampleException)
        {
            return null;
        }
    }

    /// <summary>Makes the picture of one sample in the first epoch in which a step was carried out on it.</summary>
    /// <param name="stages">Options of every stage; pictures must be stored raw.</param>
    /// <param name="index">Position in the listing.</param>
    /// <param name="step">Name of the step.</param>
    /// <param name="epochs">Epochs to try, the first and how many.</param>
    /// <param name="caption">Text below the picture, one line; a second says so when the step was never carried out.</param>
    /// <returns>The picture, or null when the sample is bad.</returns>
    public SheetTile? MakeWithStep(StageOptions stages, int index, string step, (int First, int Count) epochs, string caption)
    {
        string mark = $"{{\"{step}\":";
        for (int epoch = epochs.First; epoch < epochs.First + epochs.Count; epoch++)
        {
            if (Make(stages, index, epoch, caption) is not { } tile)
                return null;
            if (_drawn.Contains(mark, StringComparison.Ordinal))
                return tile;
        }

        return _tile! with { Caption = $"{caption}\nnot carried out in {epochs.Count} draws" };
    }

    /// <inheritdoc/>
    void IFinishedSampleConsumer.Accept(in FinishedSample sample)
    {
        _drawn = Encoding.UTF8.GetString(sample.Augmentation);
        var boxes = new List<SheetBox>();
        for (int i = 0; i < sample.Boxes.Length; i++)
            boxes.Add(new SheetBox(sample.Boxes[i], listing.LabelMap.Names[sample.Labels[i]]));
        _tile = new SheetTile(Picture.CopyOf(new ReadOnlyImageView(sample.Shape, sample.ImageBytes)), "", boxes);
    }
}
