using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary>One field of the batches of a stream: takes the values of sample after sample, then becomes one section, or two where it is ragged.</summary>
/// <param name="field">What the header says of it.</param>
internal abstract class BatchColumn(FieldDescription field)
{
    private readonly SectionBytes _starts = new();
    private readonly SectionBytes _values = new();

    /// <summary>What the header says of it.</summary>
    public FieldDescription Field { get; } = field;

    /// <summary>Forgets the last batch.</summary>
    public virtual void Begin()
    {
        _values.Clear();
        _starts.Clear();
        if (Field.Ragged)
            BinaryPrimitives.WriteInt32LittleEndian(_starts.Append(sizeof(int)), 0);
    }

    /// <summary>Takes the values of the next sample.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="key">Its sample key.</param>
    /// <exception cref="FeedRefusal">The record lacks them, or they do not fit those before.</exception>
    public void Add(ExampleScan record, ReadOnlyMemory<byte> key)
    {
        Read(record, key);
        if (Field.Ragged)
            BinaryPrimitives.WriteInt32LittleEndian(_starts.Append(sizeof(int)), (int)(_values.Length / Field.RowBytes));
    }

    /// <summary>Ends the batch.</summary>
    /// <param name="sections">Takes the sections, valid until the next batch begins.</param>
    public virtual void Seal(List<ReadOnlyMemory<byte>> sections)
    {
        if (Field.Ragged)
            sections.Add(_starts.Seal());
        sections.Add(_values.Seal());
    }

    /// <summary>Reads the values of a sample and appends them.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="key">Its sample key.</param>
    protected abstract void Read(ExampleScan record, ReadOnlyMemory<byte> key);

    /// <summary>Room for values of the present sample.</summary>
    /// <typeparam name="TElement">Element type of the field.</typeparam>
    /// <param name="count">Elements.</param>
    protected Span<TElement> Append<TElement>(long count)
        where TElement : unmanaged => MemoryMarshal.Cast<byte, TElement>(_values.Append(count * Unsafe.SizeOf<TElement>()));
}
