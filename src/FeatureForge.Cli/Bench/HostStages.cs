using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// The host's stages on one photo after another, fidelity reference: a device's stages are planned by them, compared with them and
/// measured against them. What they made of a photo is there until the next one.
/// </summary>
internal sealed class HostStages : IDisposable
{
    private readonly StageOptions _options;
    private readonly BenchPhotos _photos;
    private readonly PhotometricStage _photometric;
    private readonly TargetStage? _targets;
    private readonly GrowableBuffer _picture = new();
    private BoxCorners[] _corners = [];

    /// <summary>Plans the stages.</summary>
    /// <param name="options">Options of every stage.</param>
    /// <param name="photos">Photos that items number.</param>
    public HostStages(StageOptions options, BenchPhotos photos)
    {
        _options = options;
        _photos = photos;
        Geometry = new GeometryStage(options.Geometry, options.Seed);
        _photometric = new PhotometricStage(options.Photometric, options.OutputShape);
        _targets = options.Targets is null ? null : new TargetStage(options.Targets, options.OutputShape);
    }

    /// <summary>Decoder of the photo.</summary>
    public FastJpegDecoder Decoder { get; } = new();

    /// <summary>Its coefficients, after <see cref="ReadCoefficients"/>.</summary>
    public JpegCoefficients Coefficients { get; } = new();

    /// <summary>Geometry, after <see cref="PlanWindow"/>.</summary>
    public GeometryStage Geometry { get; }

    /// <summary>The objects in view, in pixels of the output, after <see cref="PlanWindow"/>.</summary>
    public ObjectList Objects { get; } = new();

    /// <summary>What was drawn.</summary>
    public AugmentationLog Log { get; } = new();

    /// <summary>The same objects in shares of the output.</summary>
    public ReadOnlySpan<BoxCorners> Corners
    {
        get
        {
            if (_corners.Length < Objects.Count)
                _corners = new BoxCorners[Objects.Count * 2];
            for (int i = 0; i < Objects.Count; i++)
                _corners[i] = Objects.Boxes[i].ToCorners(_options.OutputShape);
            return _corners.AsSpan(0, Objects.Count);
        }
    }

    /// <summary>Decodes a photo's coefficients.</summary>
    /// <param name="item">Item of work.</param>
    public void ReadCoefficients(int item) => Check(Decoder.DecodeCoefficients(_photos[item].File, Coefficients));

    /// <summary>Decodes a photo to RGB.</summary>
    /// <param name="item">Item of work.</param>
    /// <returns>The picture, packed.</returns>
    public ReadOnlySpan<byte> ReadPicture(int item)
    {
        BenchPhoto photo = _photos[item];
        Span<byte> picture = _picture.Ensure(photo.Shape.RgbBytes + FastJpegDecoder.PictureSlack);
        Check(Decoder.DecodePicture(photo.File, picture));
        return picture[..(int)photo.Shape.RgbBytes];
    }

    /// <summary>Draws crop, flips and turns of an item, and moves its boxes.</summary>
    /// <param name="item">Item of work.</param>
    public void PlanWindow(int item)
    {
        BenchPhoto photo = _photos[item];
        Objects.Clear();
        for (int i = 0; i < photo.Boxes.Length; i++)
        {
            BoxPixels clipped = photo.Boxes[i].ClipTo(photo.Shape);
            if (clipped.HasArea)
                Objects.Add(clipped, photo.Labels[i], i);
        }

        var sample = new SampleDescription
        {
            Index = item,
            Key = "photo.jpg"u8,
            ImagePath = "photo.jpg"u8,
            KeyHash = _photos.KeyHashOf(item),
            FileLength = photo.File.Length,
            Split = 0,
            Boxes = photo.Boxes,
            Labels = photo.Labels,
            ImageLabel = -1,
            BoxNumber = photo.BoxNumber,
        };
        Log.Clear();
        Geometry.Plan(sample, photo.Shape, epoch: 0, augment: true, Objects, Log);
    }

    /// <summary>Resizes the window of an item and carries out the steps behind the resize.</summary>
    /// <param name="item">Item of work, planned.</param>
    /// <param name="picture">Its RGB picture.</param>
    /// <param name="output">Takes the picture of output size.</param>
    public void Resize(int item, ReadOnlySpan<byte> picture, Span<byte> output)
    {
        ImageShape shape = _photos[item].Shape;
        RowRange rows = Geometry.RowsNeeded;
        int end = Math.Min(rows.End, shape.Height);
        Geometry.Accept(new RowBand(rows.First, end - rows.First, picture[(rows.First * shape.RowBytes)..(end * shape.RowBytes)], shape.RowBytes));
        Geometry.Finish(new ImageView(_options.OutputShape, output));
    }

    /// <summary>Carries out the photometric steps.</summary>
    /// <param name="item">Item of work, planned.</param>
    /// <param name="output">Picture of output size; changed.</param>
    public void Change(int item, Span<byte> output) =>
        _photometric.Run(new ImageView(_options.OutputShape, output), Objects.Boxes, _options.Seed, _photos.KeyHashOf(item), 0, Log);

    /// <summary>Matches the objects in view; nothing where the recipe has no targets.</summary>
    /// <param name="targets">Takes the targets.</param>
    public void Match(AnchorTargets targets) => _targets?.Run(Corners, Objects.Labels, targets);

    /// <summary>The whole way of an item.</summary>
    /// <param name="item">Item of work.</param>
    /// <param name="output">Takes the picture of output size.</param>
    /// <param name="targets">Takes the targets.</param>
    public void Run(int item, Span<byte> output, AnchorTargets targets)
    {
        PlanWindow(item);
        Resize(item, ReadPicture(item), output);
        Change(item, output);
        Match(targets);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_photometric, _picture, Decoder, Coefficients, Geometry])
            part.Dispose();
    }

    private static void Check(JpegRefusal refusal)
    {
        if (refusal != JpegRefusal.None)
            throw new InvalidOperationException($"A photo that was decoded before is now refused: {refusal}.");
    }
}
