using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Checks.Golden;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Choice;

/// <summary>What one worker does with the drawn photo on the CPU.</summary>
internal sealed class HostWork : IRowConsumer, IDisposable
{
    private readonly StageOptions _options;
    private readonly ImageDecoder _images;
    private readonly PhotometricStage _photometric;
    private readonly TargetStage? _targets;
    private readonly AnchorTargets _anchorTargets = new();
    private readonly GrowableBuffer _scratch = new();
    private readonly GrowableBuffer _picture = new();
    private readonly BoxCorners[] _corners = new BoxCorners[MeasuredRecipe.Objects.Count];

    /// <summary>Plans the stages.</summary>
    /// <param name="recipe">Recipe.</param>
    public HostWork(MeasuredRecipe recipe)
    {
        _options = recipe.Options;
        _images = new ImageDecoder(_options.Decode);
        Geometry = new GeometryStage(_options.Geometry, _options.Seed);
        _photometric = new PhotometricStage(_options.Photometric, _options.OutputShape);
        _targets = _options.Targets is null ? null : new TargetStage(_options.Targets, _options.OutputShape, recipe.Anchors!);
    }

    /// <summary>The stage that plans.</summary>
    public GeometryStage Geometry { get; }

    /// <summary>The decoder whose coefficients are taken.</summary>
    public FastJpegDecoder Decoder { get; } = new();

    /// <summary>Coefficients of the last <see cref="Coefficients"/>.</summary>
    public JpegCoefficients Blocks { get; } = new();

    /// <summary>Objects of the photo planned last, in pixels of the output.</summary>
    public ObjectList Objects { get; } = new();

    /// <summary>Log of the photo planned last.</summary>
    public AugmentationLog Log { get; } = new();

    /// <summary>The whole way from file to pixels and targets.</summary>
    /// <param name="number">Number of the photo, which its draws depend on.</param>
    public void Whole(int number)
    {
        byte[] file = MeasuredRecipe.File;
        DecodePlan plan = Plan(number);
        Geometry.PlanRows(plan.Rows, plan.Divisor);
        _images.Run(file, plan, Geometry.RowsNeeded, _scratch.Ensure(plan.ScratchBytes), Geometry);
        var picture = new ImageView(_options.OutputShape, _picture.Ensure(_options.OutputShape.RgbBytes));
        Geometry.Finish(picture);
        _photometric.Run(picture, Objects.Boxes, _options.Seed, (ulong)number, 0, Log);
        Span<BoxCorners> corners = _corners.AsSpan(0, Objects.Count);
        for (int i = 0; i < corners.Length; i++)
            corners[i] = Objects.Boxes[i].ToCorners(picture.Shape);
        _targets?.Run(corners, Objects.Labels, _anchorTargets);
    }

    /// <summary>Entropy decoding alone: what both backends do on the host.</summary>
    /// <param name="number">Not looked at.</param>
    public void Entropy(int number) => Decoder.DecodeRows(MeasuredRecipe.File, new RowRange(0, 0), toEnd: true, this, out _);

    /// <summary>Entropy decoding into coefficients as a device takes them.</summary>
    /// <param name="number">Not looked at.</param>
    public void Coefficients(int number) => Decoder.DecodeCoefficients(MeasuredRecipe.File, Blocks);

    /// <summary>Draws the geometry of a photo.</summary>
    /// <param name="number">Number of the photo.</param>
    /// <returns>How it is decoded for that.</returns>
    public DecodePlan Plan(int number)
    {
        Objects.Clear();
        for (int i = 0; i < MeasuredRecipe.Objects.Count; i++)
            Objects.Add(MeasuredRecipe.Objects[i], i, i);
        Log.Clear();
        Geometry.PlanWindow(DrawnSample.Describe(number), MeasuredRecipe.Photo, 0, augment: true, Objects, Log);
        return _images.Scaled(_images.Plan(MeasuredRecipe.File), Geometry.Reduction);
    }

    /// <summary>Takes no rows: those that entropy decoding alone is asked for are none.</summary>
    /// <param name="band">Rows.</param>
    void IRowConsumer.Accept(in RowBand band)
    {
        // Nothing is delivered.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_images, Geometry, _photometric, Decoder, Blocks, _scratch, _picture])
            part.Dispose();
    }
}
