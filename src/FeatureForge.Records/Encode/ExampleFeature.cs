using System.Text;

namespace FeatureForge.Records.Encode;

/// <summary>One feature of a <c>tf.train.Example</c> that was read: a list of byte strings, of float32 or of int64.</summary>
public sealed class ExampleFeature
{
    private readonly List<ReadOnlyMemory<byte>> _bytes = [];
    private readonly List<float> _floats = [];
    private readonly List<long> _integers = [];

    /// <summary>Type of the list.</summary>
    public FeatureKind Kind { get; private set; }

    /// <summary>Byte strings, views into the record; empty unless <see cref="Kind"/> is <see cref="FeatureKind.Bytes"/>.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Bytes => _bytes;

    /// <summary>Numbers; empty unless <see cref="Kind"/> is <see cref="FeatureKind.Float"/>.</summary>
    public IReadOnlyList<float> Floats => _floats;

    /// <summary>Whole numbers; empty unless <see cref="Kind"/> is <see cref="FeatureKind.Int64"/>.</summary>
    public IReadOnlyList<long> Integers => _integers;

    /// <summary>Number of values, whatever the type.</summary>
    public int Count => _bytes.Count + _floats.Count + _integers.Count;

    /// <summary>A byte string as text; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="index">Position, 0 to <see cref="Count"/> - 1.</param>
    public string Text(int index) => Encoding.UTF8.GetString(_bytes[index].Span);

    /// <summary>Chooses the type of the list; values of another type are dropped, as with every <c>oneof</c>.</summary>
    internal void Begin(FeatureKind kind)
    {
        if (Kind == kind)
            return;
        Clear();
        Kind = kind;
    }

    internal void Clear()
    {
        Kind = FeatureKind.None;
        _bytes.Clear();
        _floats.Clear();
        _integers.Clear();
    }

    internal void Add(ReadOnlyMemory<byte> value) => _bytes.Add(value);

    internal void Add(float value) => _floats.Add(value);

    internal void Add(long value) => _integers.Add(value);
}
