using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>
/// Matches the boxes that a record keeps with other anchors and writes the record again: the bytes that a run with these targets would
/// have written. One instance per stream, made by <see cref="ForOneStream"/>.
/// </summary>
internal sealed class RecordRematcher : IDisposable
{
    private readonly LiveTargets _targets;
    private readonly Manifest _manifest;
    private readonly LabelMap _labels;
    private readonly RecordProfile _profile;
    private readonly ExampleScan _scan = new();
    private readonly AnchorTargets _matched = new();
    private readonly RecordBuffer _record = new();
    private readonly float[][] _edges = [[], [], [], []];
    private TargetStage? _stage;
    private RecordEncoder? _encoder;
    private RecordEncoder? _imageLabelEncoder;
    private long[] _numbers = [];
    private BoxCorners[] _boxes = [];
    private int[] _ids = [];

    /// <summary>Takes what all streams share.</summary>
    /// <param name="targets">New targets.</param>
    /// <param name="manifest">Manifest of the shards.</param>
    public RecordRematcher(LiveTargets targets, Manifest manifest)
    {
        _targets = targets;
        _manifest = manifest;
        _labels = new LabelMap(manifest.Labels);
        _profile = RecordProfiles.Parse(manifest.Profile);
    }

    /// <summary>One with buffers of its own.</summary>
    public RecordRematcher ForOneStream() => new(_targets, _manifest);

    /// <summary>Writes a record again.</summary>
    /// <param name="framed">Record with its frame.</param>
    /// <returns>The new one, valid until the next call.</returns>
    /// <exception cref="FeedRefusal">The record lacks what it takes.</exception>
    public ReadOnlyMemory<byte> Rematch(ReadOnlyMemory<byte> framed)
    {
        _scan.Read(framed[RecordFraming.HeaderBytes..^RecordFraming.FooterBytes]);
        ReadOnlyMemory<byte> key = Bytes("sample/key"u8, "sample/key");
        bool hasBoxes = _scan.Has("image/object/bbox/xmin"u8);
        int objects = hasBoxes ? ReadObjects(key) : 0;
        bool hasImageLabels = _scan.Has("image/class/label"u8);
        var shape = new ImageShape((int)Number("image/width"u8, "image/width"), (int)Number("image/height"u8, "image/height"));
        bool raw = _scan.TryGetBytes("image/raw"u8, out ReadOnlyMemory<byte> image);
        _stage ??= new TargetStage(_targets.Options, shape);
        _stage.Run(_boxes.AsSpan(0, objects), _ids.AsSpan(0, objects), _matched);
        var sample = new FinishedSample
        {
            Key = key.Span,
            ImagePath = Bytes("image/filename"u8, "image/filename").Span,
            Epoch = (int)Number("sample/epoch"u8, "sample/epoch"),
            Shape = shape,
            ImageBytes = raw ? image.Span : Bytes("image/encoded"u8, "image/encoded").Span,
            ImageFormat = raw ? [] : Bytes("image/format"u8, "image/format").Span,
            HasBoxes = hasBoxes,
            Boxes = _boxes.AsSpan(0, objects),
            Labels = _ids.AsSpan(0, objects),
            ImageLabel = hasImageLabels ? ReadImageLabel(key) : -1,
            Targets = _matched,
            AnchorSet = _stage.Anchors.HashText,
            Augmentation = Bytes("sample/augmentation"u8, "sample/augmentation").Span,
        };
        ref RecordEncoder? encoder = ref hasImageLabels ? ref _imageLabelEncoder : ref _encoder;
        encoder ??= new RecordEncoder(_profile, _labels, hasImageLabels);
        encoder.Encode(sample, _record);
        return _record.FramedMemory;
    }

    /// <inheritdoc/>
    public void Dispose() => _record.Dispose();

    private int ReadObjects(ReadOnlyMemory<byte> key)
    {
        int objects = _scan.ReadIntegers("image/object/class/label"u8, ref _numbers);
        bool sound = _scan.ReadFloats("image/object/bbox/ymin"u8, ref _edges[0]) == objects
            & _scan.ReadFloats("image/object/bbox/xmin"u8, ref _edges[1]) == objects
            & _scan.ReadFloats("image/object/bbox/ymax"u8, ref _edges[2]) == objects
            & _scan.ReadFloats("image/object/bbox/xmax"u8, ref _edges[3]) == objects;
        if (!sound || objects < 0)
            throw FeedErrors.FieldDamaged(SampleText.Of(key), "boxes", "the four edges and the labels of the boxes differ in number");
        if (_boxes.Length < objects)
            (_boxes, _ids) = (new BoxCorners[objects * 2], new int[objects * 2]);
        for (int i = 0; i < objects; i++)
        {
            _boxes[i] = new BoxCorners(_edges[0][i], _edges[1][i], _edges[2][i], _edges[3][i]);
            _ids[i] = LabelId(_numbers[i], key);
        }

        return objects;
    }

    private int ReadImageLabel(ReadOnlyMemory<byte> key) =>
        _scan.ReadIntegers("image/class/label"u8, ref _numbers) == 1 ? LabelId(_numbers[0], key) : -1;

    private int LabelId(long stored, ReadOnlyMemory<byte> key)
    {
        long id = stored - RecordProfiles.FirstLabel(_profile);
        return id >= 0 && id < _labels.Names.Count
            ? (int)id : throw FeedErrors.FieldDamaged(SampleText.Of(key), "labels", $"the label {stored} is none of the manifest's {_labels.Names.Count}");
    }

    private ReadOnlyMemory<byte> Bytes(ReadOnlySpan<byte> key, string name) =>
        _scan.TryGetBytes(key, out ReadOnlyMemory<byte> value) ? value : throw FeedErrors.FieldDamaged("(any)", name, "there is not exactly one byte string");

    private int Number(ReadOnlySpan<byte> key, string name) =>
        _scan.ReadIntegers(key, ref _numbers) == 1 && _numbers[0] is >= 0 and <= int.MaxValue
            ? (int)_numbers[0] : throw FeedErrors.FieldDamaged("(any)", name, "there is not exactly one number from 0 to 2,147,483,647");
}
