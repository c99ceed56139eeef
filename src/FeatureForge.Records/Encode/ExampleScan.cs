using FeatureForge.Core.Errors;

namespace FeatureForge.Records.Encode;

/// <summary>
/// Finds features in a <c>tf.train.Example</c> without making objects of them: what <see cref="ExampleReader"/> reads, for whoever looks at
/// many records. Reused from record to record; of two equal keys the last one counts. Safe on hostile bytes.
/// </summary>
public sealed class ExampleScan
{
    private const int MostFeatures = 1024;
    private readonly List<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Feature, long Offset)> _features = [];

    /// <summary>Finds the features of a record.</summary>
    /// <param name="record">The record without its frame; must stay as it is while this object is asked about it.</param>
    /// <exception cref="BadSampleException">The bytes are not an Example; reason <c>damaged-example</c>.</exception>
    public void Read(ReadOnlyMemory<byte> record)
    {
        _features.Clear();
        var example = new ProtobufReader(record, 0);
        while (example.TryReadField())
        {
            if (example.Field == 1 && example.Type == WireType.LengthDelimited)
                ReadFeatures(example.ReadMessage());
            else
                example.Skip();
        }
    }

    /// <summary>Whether there is a feature of that name.</summary>
    /// <param name="key">Name in UTF-8.</param>
    public bool Has(ReadOnlySpan<byte> key) => IndexOf(key) >= 0;

    /// <summary>The only byte string of a feature, a view into the record.</summary>
    /// <param name="key">Name in UTF-8.</param>
    /// <param name="value">The bytes.</param>
    /// <returns>False where there is no such feature, or not one byte string in it.</returns>
    public bool TryGetBytes(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        value = default;
        int count = 0;
        if (!TryGetList(key, FeatureKind.Bytes, out ProtobufReader list))
            return false;
        while (list.TryReadField())
        {
            if (list.Field != 1 || list.Type != WireType.LengthDelimited)
            {
                list.Skip();
                continue;
            }

            value = list.ReadBytes();
            count++;
        }

        return count == 1;
    }

    /// <summary>The numbers of a float feature.</summary>
    /// <param name="key">Name in UTF-8.</param>
    /// <param name="values">Takes the numbers, replaced by a larger array where need be.</param>
    /// <returns>How many there are; -1 where there is no such feature of floats. An empty list of any type counts as one of floats.</returns>
    public int ReadFloats(ReadOnlySpan<byte> key, ref float[] values)
    {
        if (!TryGetList(key, FeatureKind.Float, out ProtobufReader list))
            return IndexOf(key) >= 0 && IsEmpty(key) ? 0 : -1;
        int count = 0;
        while (list.TryReadField())
        {
            if (list.Field != 1)
            {
                list.Skip();
            }
            else if (list.Type == WireType.Fixed32)
            {
                Append(ref values, ref count, list.ReadFloat());
            }
            else if (list.Type == WireType.LengthDelimited)
            {
                ProtobufReader packed = list.ReadMessage();
                while (!packed.IsAtEnd)
                    Append(ref values, ref count, packed.ReadFloat());
            }
            else
            {
                list.Skip();
            }
        }

        return count;
    }

    /// <summary>The numbers of a feature of whole numbers.</summary>
    /// <param name="key">Name in UTF-8.</param>
    /// <param name="values">Takes the numbers, replaced by a larger array where need be.</param>
    /// <returns>How many there are; -1 where there is no such feature of whole numbers. An empty list of any type counts as one of whole numbers.</returns>
    public int ReadIntegers(ReadOnlySpan<byte> key, ref long[] values)
    {
        if (!TryGetList(key, FeatureKind.Int64, out ProtobufReader list))
            return IndexOf(key) >= 0 && IsEmpty(key) ? 0 : -1;
        int count = 0;
        while (list.TryReadField())
        {
            if (list.Field != 1)
            {
                list.Skip();
            }
            else if (list.Type == WireType.Varint)
            {
                Append(ref values, ref count, (long)list.ReadVarint());
            }
            else if (list.Type == WireType.LengthDelimited)
            {
                ProtobufReader packed = list.ReadMessage();
                while (!packed.IsAtEnd)
                    Append(ref values, ref count, (long)packed.ReadVarint());
            }
            else
            {
                list.Skip();
            }
        }

        return count;
    }

    private void ReadFeatures(ProtobufReader message)
    {
        while (message.TryReadField())
        {
            if (message.Field != 1 || message.Type != WireType.LengthDelimited)
            {
                message.Skip();
                continue;
            }

            ReadEntry(message.ReadMessage());
        }
    }

    private void ReadEntry(ProtobufReader entry)
    {
        ReadOnlyMemory<byte> key = default;
        ReadOnlyMemory<byte> feature = default;
        long offset = entry.Offset;
        while (entry.TryReadField())
        {
            if (entry.Field is 1 or 2 && entry.Type == WireType.LengthDelimited)
            {
                ReadOnlyMemory<byte> content = entry.ReadBytes();
                if (entry.Field == 1)
                    key = content;
                else
                    (feature, offset) = (content, entry.Offset - content.Length);
            }
            else
            {
                entry.Skip();
            }
        }

        if (_features.Count == MostFeatures)
            throw RecordErrors.DamagedExample($"There are more than {MostFeatures} features", offset);
        _features.Add((key, feature, offset));
    }

    private int IndexOf(ReadOnlySpan<byte> key)
    {
        for (int i = _features.Count - 1; i >= 0; i--)
        {
            if (_features[i].Key.Span.SequenceEqual(key))
                return i;
        }

        return -1;
    }

    /// <summary>The list of a feature, if it is of that type; of several the last.</summary>
    private bool TryGetList(ReadOnlySpan<byte> key, FeatureKind kind, out ProtobufReader list)
    {
        list = default;
        int index = IndexOf(key);
        if (index < 0)
            return false;
        bool found = false;
        var feature = new ProtobufReader(_features[index].Feature, _features[index].Offset);
        while (feature.TryReadField())
        {
            if (feature.Type == WireType.LengthDelimited && feature.Field is >= (int)FeatureKind.Bytes and <= (int)FeatureKind.Int64)
            {
                found = feature.Field == (int)kind;
                list = feature.ReadMessage();
            }
            else
            {
                feature.Skip();
            }
        }

        return found;
    }

    private bool IsEmpty(ReadOnlySpan<byte> key)
    {
        ReadOnlyMemory<byte> feature = _features[IndexOf(key)].Feature;

        // A tag and a length of zero, or nothing at all.
        return feature.IsEmpty || (feature.Length == 2 && feature.Span[1] == 0);
    }

    private static void Append<TElement>(ref TElement[] values, ref int count, TElement value)
    {
        if (count == values.Length)
            Array.Resize(ref values, Math.Max(16, count * 2));
        values[count++] = value;
    }
}
