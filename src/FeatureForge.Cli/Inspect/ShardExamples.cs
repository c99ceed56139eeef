using System.Text;
using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Cli.Inspect;

/// <summary>Reads the examples of shards, and knows what their anchors and encoded pictures mean.</summary>
internal sealed class ShardExamples : IExampleSource, IDisposable
{
    private const string AnchorSetKey = "anchors/set";
    private static readonly DecodeOptions s_options = new();
    private readonly ImageDecoder _decoder = new(s_options);
    private readonly IReadOnlyList<string> _files;
    private readonly Lazy<AnchorSet?> _ownAnchors;
    private AnchorSet? _anchors;
    private string? _unknownHash;

    /// <summary>Takes the files.</summary>
    /// <param name="files">Shards, of one folder; empty where records come from elsewhere.</param>
    /// <param name="ownAnchors">Anchor set that a recipe laid out itself; null to look into the manifest beside the shards.</param>
    public ShardExamples(IReadOnlyList<string> files, AnchorSet? ownAnchors = null)
    {
        _files = files;
        _ownAnchors = new Lazy<AnchorSet?>(() => ownAnchors ?? (files.Count > 0 ? OwnAnchors(Path.GetDirectoryName(Path.GetFullPath(files[0]))!) : null));
    }

    /// <summary>The anchor set that the manifest of a folder lays out; null where there is none, for anchors are drawn only where they are known.</summary>
    /// <param name="folder">Folder of shards.</param>
    public static AnchorSet? OwnAnchors(string folder)
    {
        string path = Path.Combine(folder, "manifest.json");
        try
        {
            IReadOnlyList<DatasetAnchorLevel> levels = File.Exists(path) ? Manifest.Read(path).AnchorLevels : [];
            return levels.Count == 0 ? null : AnchorSet.Create([.. levels.Select(level => AnchorLevel.Custom(level.FeatureMap.Width, level.FeatureMap.Height, level.Scales, level.AspectRatios))]);
        }
        catch (FeatureForgeException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ExampleRecord> Read()
    {
        foreach (string file in _files)
        {
            using ShardReader reader = ShardReader.Open(file);
            for (long number = 0; ReadNext(reader) is { } record; number++)
                yield return new ExampleRecord(Path.GetFileName(file), number, FeaturesOf(record));
        }
    }

    /// <summary>Box of an anchor of the set that the records were matched with; nothing for a set that this version does not know.</summary>
    /// <param name="anchor">Number of the anchor.</param>
    public BoxCorners AnchorBox(int anchor) => _anchors is { } set && anchor >= 0 && anchor < set.Count ? set.Corners(anchor) : default;

    /// <summary>Decodes the picture of a record.</summary>
    /// <param name="encoded">JPEG or PNG file.</param>
    /// <exception cref="BadSampleException">The picture is damaged, of another format or too large.</exception>
    public Picture DecodePicture(byte[] encoded)
    {
        try
        {
            return Decode(encoded);
        }
        catch (BadSampleException exception) when (exception.Reason == InspectErrors.TooLargeReason)
        {
            throw InspectErrors.TooLargeToDraw(s_options.MaxPixels, exception);
        }
    }

    /// <summary>Parses a record.</summary>
    /// <param name="record">Record without its frame.</param>
    public Dictionary<string, FeatureValues> FeaturesOf(byte[] record)
    {
        var features = new Dictionary<string, FeatureValues>();
        foreach ((string key, ExampleFeature feature) in ExampleReader.Read(record))
            features[key] = ValuesOf(feature);
        if (_anchors is null && features.TryGetValue(AnchorSetKey, out FeatureValues? set) && set.Bytes.Length == 1)
            _anchors = AnchorsOf(Encoding.UTF8.GetString(set.Bytes[0]));
        return features;
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    private Picture Decode(byte[] encoded)
    {
        DecodePlan plan = _decoder.Plan(encoded);
        var rows = new PictureRows(plan.Upright);
        using var scratch = new GrowableBuffer();
        _decoder.Run(encoded, plan, new RowRange(0, plan.Upright.Height), scratch.Ensure(plan.ScratchBytes), rows);
        return rows.Picture;
    }

    private AnchorSet? AnchorsOf(string hash)
    {
        if (_unknownHash == hash)
            return null;
        AnchorSet? known = AnchorSet.Names.Select(AnchorSet.Create).Append(_ownAnchors.Value).FirstOrDefault(anchors => anchors?.Hash == hash);
        _unknownHash = known is null ? hash : null;
        return known;
    }

    private static byte[]? ReadNext(ShardReader reader) => reader.TryRead(out ReadOnlySpan<byte> data) ? data.ToArray() : null;

    private static FeatureValues ValuesOf(ExampleFeature feature) => feature.Kind switch
    {
        FeatureKind.Int64 => new FeatureValues([.. feature.Integers]),
        FeatureKind.Float => new FeatureValues([.. feature.Floats]),
        _ => new FeatureValues([.. feature.Bytes.Select(value => value.ToArray())]),
    };

    private sealed class PictureRows(ImageShape shape) : IRowConsumer
    {
        public Picture Picture { get; } = new(shape);

        public void Accept(in RowBand band)
        {
            for (int row = 0; row < band.RowCount; row++)
                band.Row(row, shape.RowBytes).CopyTo(Picture.View.Row(band.FirstRow + row));
        }
    }
}
