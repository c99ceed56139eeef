using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Records.Framing;

namespace FeatureForge.Records.Encode;

/// <summary>
/// Stage 6: writes a finished sample as a framed <c>tf.train.Example</c>. The exact size is computed first, then every byte is
/// written once, in its place; keys are in ordinal order, so equal samples give equal bytes. One instance per worker.
/// </summary>
public sealed class RecordEncoder
{
    private const long Absent = -1;
    private const int ListField = 1;
    private const int KeyField = 1;
    private const int ValueField = 2;
    private readonly LabelMap _labels;
    private readonly int _firstLabel;
    private readonly bool _hasImageLabels;

    /// <summary>Bytes of the values of each key: of the packed values, or of the whole list for bytes; <see cref="Absent"/> where the key is not written.</summary>
    private readonly long[] _valueBytes = new long[FeatureKeys.Count];

    /// <summary>Makes an encoder.</summary>
    /// <param name="profile">Numbering of the labels.</param>
    /// <param name="labels">Label names.</param>
    /// <param name="hasImageLabels">True when the data set labels whole pictures; then a picture without a label gets empty lists instead of missing keys.</param>
    public RecordEncoder(RecordProfile profile, LabelMap labels, bool hasImageLabels = false)
    {
        _labels = labels;
        _firstLabel = RecordProfiles.FirstLabel(profile);
        _hasImageLabels = hasImageLabels;
    }

    /// <summary>Writes a sample as one framed record.</summary>
    /// <param name="sample">Sample; its lists of boxes and labels have equal length.</param>
    /// <param name="destination">Takes the record.</param>
    /// <exception cref="Core.Errors.BadSampleException">The record would be larger than 2 GiB.</exception>
    public void Encode(in FinishedSample sample, RecordBuffer destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sample.Labels.Length, sample.Boxes.Length, nameof(sample));
        Measure(sample);
        long featuresBytes = 0;
        for (var key = FeatureKey.AnchorsClass; key <= FeatureKey.SampleKey; key++)
        {
            if (_valueBytes[(int)key] != Absent)
                featuresBytes += ProtobufWriter.FieldBytes(EntryBytes(key));
        }

        long exampleBytes = ProtobufWriter.FieldBytes(featuresBytes);
        if (exampleBytes > RecordFraming.MaximumDataBytes)
            throw RecordErrors.RecordTooLarge(exampleBytes);
        var writer = new ProtobufWriter(destination.Begin((int)exampleBytes));
        writer.Field(1, featuresBytes);
        for (var key = FeatureKey.AnchorsClass; key <= FeatureKey.SampleKey; key++)
        {
            if (_valueBytes[(int)key] != Absent)
                WriteEntry(ref writer, key, sample);
        }

        destination.Seal();
    }

    private void Measure(in FinishedSample sample)
    {
        Array.Fill(_valueBytes, Absent);
        bool raw = sample.ImageFormat.IsEmpty;
        Set(raw ? FeatureKey.ImageRaw : FeatureKey.ImageEncoded, OneBytes(sample.ImageBytes));
        if (!raw)
            Set(FeatureKey.ImageFormat, OneBytes(sample.ImageFormat));
        Set(FeatureKey.ImageFilename, OneBytes(sample.ImagePath));
        Set(FeatureKey.ImageSourceId, OneBytes(sample.ImagePath));
        int heightBytes = VarintBytes(sample.Shape.Height);
        int widthBytes = VarintBytes(sample.Shape.Width);
        Set(FeatureKey.ImageHeight, heightBytes);
        Set(FeatureKey.ImageWidth, widthBytes);
        Set(FeatureKey.ImageShape, heightBytes + widthBytes + VarintBytes(ImageShape.Channels));
        Set(FeatureKey.SampleKey, OneBytes(sample.Key));
        Set(FeatureKey.SampleEpoch, VarintBytes(sample.Epoch));
        Set(FeatureKey.SampleAugmentation, OneBytes(sample.Augmentation));
        MeasureLabels(sample);
        if (sample.Targets is { } targets)
            MeasureTargets(targets, sample.AnchorSet);
    }

    private void MeasureLabels(in FinishedSample sample)
    {
        if (sample.ImageLabel >= 0)
        {
            Set(FeatureKey.ImageClassLabel, VarintBytes(sample.ImageLabel + _firstLabel));
            Set(FeatureKey.ImageClassText, OneBytes(_labels.NameUtf8(sample.ImageLabel)));
        }
        else if (_hasImageLabels)
        {
            Set(FeatureKey.ImageClassLabel, 0);
            Set(FeatureKey.ImageClassText, 0);
        }

        if (!sample.HasBoxes)
            return;
        for (var key = FeatureKey.ImageObjectBoxXMax; key <= FeatureKey.ImageObjectBoxYMin; key++)
            Set(key, (long)sample.Boxes.Length * sizeof(float));
        Set(FeatureKey.ImageObjectClassLabel, VarintsBytes(sample.Labels, _firstLabel));
        long textBytes = 0;
        foreach (int label in sample.Labels)
            textBytes += OneBytes(_labels.NameUtf8(label));
        Set(FeatureKey.ImageObjectClassText, textBytes);
    }

    private void MeasureTargets(AnchorTargets targets, ReadOnlySpan<byte> anchorSet)
    {
        Set(FeatureKey.AnchorsClass, VarintsBytes(targets.Classes, 0));
        Set(FeatureKey.AnchorsIgnore, VarintsBytes(targets.Ignored, 0));
        if (!targets.Dense)
            Set(FeatureKey.AnchorsIndex, VarintsBytes(targets.Indices, 0));
        Set(FeatureKey.AnchorsObject, VarintsBytes(targets.Objects, 0));
        Set(FeatureKey.AnchorsOffsets, (long)targets.Offsets.Length * sizeof(float));
        Set(FeatureKey.AnchorsSet, OneBytes(anchorSet));
    }

    private void WriteEntry(ref ProtobufWriter writer, FeatureKey key, in FinishedSample sample)
    {
        long listBytes = ListBytes(key);
        writer.Field(1, EntryBytes(key));
        writer.Field(KeyField, FeatureKeys.NameUtf8(key));
        writer.Field(ValueField, ProtobufWriter.FieldBytes(listBytes));
        writer.Field((int)FeatureKeys.Kind(key), listBytes);
        if (FeatureKeys.Kind(key) == FeatureKind.Bytes)
        {
            WriteBytes(ref writer, key, sample);
            return;
        }

        if (_valueBytes[(int)key] == 0)
            return;
        writer.Field(ListField, _valueBytes[(int)key]);
        if (FeatureKeys.Kind(key) == FeatureKind.Float)
            WriteFloats(ref writer, key, sample);
        else
            WriteIntegers(ref writer, key, sample);
    }

    private void WriteBytes(ref ProtobufWriter writer, FeatureKey key, in FinishedSample sample)
    {
        switch (key)
        {
            case FeatureKey.ImageObjectClassText:
                foreach (int label in sample.Labels)
                    writer.Field(ListField, _labels.NameUtf8(label));
                break;
            case FeatureKey.ImageClassText:
                if (sample.ImageLabel >= 0)
                    writer.Field(ListField, _labels.NameUtf8(sample.ImageLabel));
                break;
            default:
                writer.Field(ListField, SingleBytes(key, sample));
                break;
        }
    }

    private static ReadOnlySpan<byte> SingleBytes(FeatureKey key, in FinishedSample sample) => key switch
    {
        FeatureKey.ImageRaw or FeatureKey.ImageEncoded => sample.ImageBytes,
        FeatureKey.ImageFormat => sample.ImageFormat,
        FeatureKey.ImageFilename or FeatureKey.ImageSourceId => sample.ImagePath,
        FeatureKey.SampleKey => sample.Key,
        FeatureKey.SampleAugmentation => sample.Augmentation,
        _ => sample.AnchorSet,
    };

    private static void WriteFloats(ref ProtobufWriter writer, FeatureKey key, in FinishedSample sample)
    {
        if (key == FeatureKey.AnchorsOffsets)
        {
            writer.Floats(sample.Targets!.Offsets);
            return;
        }

        foreach (ref readonly BoxCorners box in sample.Boxes)
        {
            writer.Float(key switch
            {
                FeatureKey.ImageObjectBoxXMax => box.X1,
                FeatureKey.ImageObjectBoxXMin => box.X0,
                FeatureKey.ImageObjectBoxYMax => box.Y1,
                _ => box.Y0,
            });
        }
    }

    private void WriteIntegers(ref ProtobufWriter writer, FeatureKey key, in FinishedSample sample)
    {
        switch (key)
        {
            case FeatureKey.AnchorsClass:
                writer.Varints(sample.Targets!.Classes, 0);
                break;
            case FeatureKey.AnchorsIgnore:
                writer.Varints(sample.Targets!.Ignored, 0);
                break;
            case FeatureKey.AnchorsIndex:
                writer.Varints(sample.Targets!.Indices, 0);
                break;
            case FeatureKey.AnchorsObject:
                writer.Varints(sample.Targets!.Objects, 0);
                break;
            case FeatureKey.ImageObjectClassLabel:
                writer.Varints(sample.Labels, _firstLabel);
                break;
            case FeatureKey.ImageShape:
                writer.Varints([sample.Shape.Height, sample.Shape.Width, ImageShape.Channels], 0);
                break;
            default:
                writer.Varints([SingleInteger(key, sample)], 0);
                break;
        }
    }

    private int SingleInteger(FeatureKey key, in FinishedSample sample) => key switch
    {
        FeatureKey.ImageClassLabel => sample.ImageLabel + _firstLabel,
        FeatureKey.ImageHeight => sample.Shape.Height,
        FeatureKey.ImageWidth => sample.Shape.Width,
        _ => sample.Epoch,
    };

    private void Set(FeatureKey key, long valueBytes) => _valueBytes[(int)key] = valueBytes;

    private long ListBytes(FeatureKey key)
    {
        long valueBytes = _valueBytes[(int)key];
        return FeatureKeys.Kind(key) == FeatureKind.Bytes || valueBytes == 0 ? valueBytes : ProtobufWriter.FieldBytes(valueBytes);
    }

    private long EntryBytes(FeatureKey key) =>
        ProtobufWriter.FieldBytes(FeatureKeys.NameUtf8(key).Length) + ProtobufWriter.FieldBytes(ProtobufWriter.FieldBytes(ListBytes(key)));

    private static long OneBytes(ReadOnlySpan<byte> value) => ProtobufWriter.FieldBytes(value.Length);

    private static int VarintBytes(int value) => ProtobufWriter.VarintBytes((ulong)(long)value);

    private static long VarintsBytes(ReadOnlySpan<int> values, int shift)
    {
        long bytes = 0;
        foreach (int value in values)
            bytes += ProtobufWriter.VarintBytes((ulong)((long)value + shift));
        return bytes;
    }
}
