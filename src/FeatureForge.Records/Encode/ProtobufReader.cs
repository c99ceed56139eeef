using System.Buffers.Binary;

namespace FeatureForge.Records.Encode;

/// <summary>
/// Walks over protocol buffer wire format that may be hostile: every length is checked against what is left before it is used,
/// nothing recurses and nothing is allocated.
/// </summary>
internal struct ProtobufReader(ReadOnlyMemory<byte> message, long offset)
{
    private const int MaximumVarintBytes = 10;
    private readonly ReadOnlyMemory<byte> _message = message;
    private readonly long _offset = offset;
    private int _position;

    /// <summary>Number of the field that <see cref="TryReadField"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Wire type of that field.</summary>
    public WireType Type { get; private set; }

    /// <summary>Byte of the record that comes next.</summary>
    public readonly long Offset => _offset + _position;

    public readonly bool IsAtEnd => _position == _message.Length;

    /// <summary>Reads the tag of the next field; false at the end of the message.</summary>
    public bool TryReadField()
    {
        if (IsAtEnd)
            return false;
        long start = Offset;
        ulong tag = ReadVarint();
        if (tag > uint.MaxValue || tag >> 3 == 0)
            throw RecordErrors.DamagedExample($"Tag {tag} has no field number between 1 and {uint.MaxValue >> 3}", start);
        Field = (int)(tag >> 3);
        Type = (WireType)(tag & 7);
        return true;
    }

    public ulong ReadVarint()
    {
        long start = Offset;
        ReadOnlySpan<byte> bytes = _message.Span;
        ulong value = 0;
        for (int i = 0; i < MaximumVarintBytes && _position < bytes.Length; i++)
        {
            byte next = bytes[_position++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return value;
        }

        throw RecordErrors.DamagedExample(IsAtEnd ? "The record ends inside a number" : $"A number is longer than {MaximumVarintBytes} bytes", start);
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)).Span);

    /// <summary>The content of a length-delimited field, as a view.</summary>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        long start = Offset;
        ulong length = ReadVarint();
        if (length > (ulong)(_message.Length - _position))
            throw RecordErrors.DamagedExample($"A field states {length} bytes but {_message.Length - _position} are left", start);
        return Take((int)length);
    }

    /// <summary>The content of a length-delimited field as a message of its own.</summary>
    public ProtobufReader ReadMessage()
    {
        ReadOnlyMemory<byte> content = ReadBytes();
        return new ProtobufReader(content, Offset - content.Length);
    }

    /// <summary>Passes over a field that the reader does not know.</summary>
    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireType.LengthDelimited:
                ReadBytes();
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            default:
                throw RecordErrors.DamagedExample($"Field {Field} has wire type {(int)Type}, need 0, 1, 2 or 5", Offset);
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (length > _message.Length - _position)
            throw RecordErrors.DamagedExample($"A value needs {length} bytes but {_message.Length - _position} are left", Offset);
        ReadOnlyMemory<byte> taken = _message.Slice(_position, length);
        _position += length;
        return taken;
    }
}
