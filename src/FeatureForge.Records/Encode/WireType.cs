namespace FeatureForge.Records.Encode;

/// <summary>How a protocol buffer field is stored; the numbers are those of the wire format.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    Fixed32 = 5,
}
