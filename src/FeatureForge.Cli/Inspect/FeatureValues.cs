namespace FeatureForge.Cli.Inspect;

/// <summary>The list of one key of a record.</summary>
internal sealed class FeatureValues
{
    private readonly long[]? _integers;
    private readonly float[]? _floats;
    private readonly byte[][]? _bytes;

    /// <summary>An int64 list.</summary>
    public FeatureValues(long[] integers) => _integers = integers;

    /// <summary>A float32 list.</summary>
    public FeatureValues(float[] floats) => _floats = floats;

    /// <summary>A list of byte strings.</summary>
    public FeatureValues(byte[][] bytes) => _bytes = bytes;

    /// <summary>Type of the list.</summary>
    public FeatureType Type => _integers is not null ? FeatureType.Integer : _floats is not null ? FeatureType.Float : FeatureType.Bytes;

    /// <summary>Number of values.</summary>
    public int Count => _integers?.Length ?? _floats?.Length ?? _bytes!.Length;

    /// <summary>Bytes of the content: 8 per integer, 4 per float, the lengths of byte strings.</summary>
    public long ContentBytes => _integers?.LongLength * 8 ?? _floats?.LongLength * 4 ?? _bytes!.Sum(value => (long)value.Length);

    /// <summary>Integers; empty for another type.</summary>
    public ReadOnlySpan<long> Integers => _integers;

    /// <summary>Floats; empty for another type.</summary>
    public ReadOnlySpan<float> Floats => _floats;

    /// <summary>Byte strings; empty for another type.</summary>
    public ReadOnlySpan<byte[]> Bytes => _bytes;
}
