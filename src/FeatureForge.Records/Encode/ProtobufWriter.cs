using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FeatureForge.Records.Encode;

/// <summary>Writes protocol buffer wire format into a span of exactly the right size (protobuf encoding guide: varints and length-delimited fields).</summary>
internal ref struct ProtobufWriter(Span<byte> destination)
{
    private const int FieldShift = 3;
    private const int LengthDelimited = 2;
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes of a varint, 1 to 10.</summary>
    public static int VarintBytes(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Bytes of a length-delimited field with a field number below 16: tag, length, content.</summary>
    public static long FieldBytes(long contentBytes) => 1 + VarintBytes((ulong)contentBytes) + contentBytes;

    public void Field(int number, long contentBytes)
    {
        _destination[Position++] = (byte)((number << FieldShift) | LengthDelimited);
        Varint((ulong)contentBytes);
    }

    public void Field(int number, scoped ReadOnlySpan<byte> content)
    {
        Field(number, content.Length);
        content.CopyTo(_destination[Position..]);
        Position += content.Length;
    }

    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _destination[Position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _destination[Position++] = (byte)value;
    }

    public void Varints(scoped ReadOnlySpan<int> values, int shift)
    {
        foreach (int value in values)
            Varint((ulong)((long)value + shift));
    }

    public void Float(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_destination[Position..], value);
        Position += sizeof(float);
    }

    public void Floats(scoped ReadOnlySpan<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            foreach (float value in values)
                Float(value);
            return;
        }

        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(_destination[Position..]);
        Position += bytes.Length;
    }
}
