using FeatureForge.Core.Errors;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Tests.Protos;
using Google.Protobuf;

namespace FeatureForge.Records.Tests.Encode;

public class ExampleReaderTests
{
    [Theory]
    [MemberData(nameof(RecordEncoderTests.Scenes), MemberType = typeof(RecordEncoderTests))]
    public void Read_OfOurRecords_EqualsProtobuf(string scene) => AssertSame(RecordEncoderTests.Encode(RecordEncoderTests.Scene(scene)));

    [Fact]
    public void Read_OfUnpackedLists_GivesTheirValues()
    {
        // Feature "a": int64_list with values 1, -1 unpacked and 5 packed; "b": float_list with one unpacked value.
        byte[] integers = [0x08, 0x01, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x0A, 0x01, 0x05];
        byte[] floats = [0x0D, 0x00, 0x00, 0x80, 0x3F];
        byte[] record = Message(1, [.. Entry("a", Message(3, integers)), .. Entry("b", Message(2, floats))]);
        SortedDictionary<string, ExampleFeature> features = ExampleReader.Read(record);
        Assert.Equal([1L, -1, 5], features["a"].Integers);
        Assert.Equal([1f], features["b"].Floats);
        AssertSame(record);
    }

    [Fact]
    public void Read_OfUnknownFields_PassesOverThem()
    {
        byte[] unknown = [0x78, 0x01, 0x7D, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7A, 0x02, 9, 9];
        byte[] feature = [.. unknown, .. Message(3, [0x08, 0x07])];
        byte[] entry = Message(1, [.. Message(1, "k"u8.ToArray()), .. unknown, .. Message(2, feature)]);
        byte[] record = [.. unknown, .. Message(1, [.. unknown, .. entry]), .. unknown];
        Assert.Equal([7L], ExampleReader.Read(record)["k"].Integers);
        AssertSame(record);
    }

    [Fact]
    public void Read_OfRepeatedMessages_MergesThem()
    {
        byte[] twice = [.. Message(3, [0x08, 0x01]), .. Message(3, [0x08, 0x02])];
        byte[] changed = [.. Message(3, [0x08, 0x01]), .. Message(1, Message(1, "x"u8.ToArray()))];
        byte[] record =
        [
            .. Message(1, [.. Entry("a", twice), .. Entry("c", Message(3, [0x08, 0x09]))]),
            .. Message(1, [.. Entry("b", changed), .. Entry("c", Message(3, [0x08, 0x03]))]),
        ];
        SortedDictionary<string, ExampleFeature> features = ExampleReader.Read(record);
        Assert.Equal([1L, 2], features["a"].Integers);
        Assert.Equal(FeatureKind.Bytes, features["b"].Kind);
        Assert.Equal("x", features["b"].Text(0));
        Assert.Equal([3L], features["c"].Integers);
        AssertSame(record);
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0x05, 0x00 }, 1)]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, 1)]
    [InlineData(new byte[] { 0x08, 0x80 }, 1)]
    [InlineData(new byte[] { 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 }, 1)]
    [InlineData(new byte[] { 0x0B, 0x0C }, 1)]
    [InlineData(new byte[] { 0x00 }, 0)]
    [InlineData(new byte[] { 0x0D, 0x01 }, 1)]
    [InlineData(new byte[] { 0x0A, 0x05, 0x0A, 0x03, 0x0A, 0x01, 0xFF }, 5)]
    public void Read_OfDamagedRecord_NamesTheByte(byte[] record, int offset)
    {
        var exception = Assert.Throws<BadSampleException>(() => ExampleReader.Read(record));
        Assert.Equal("damaged-example", exception.Reason);
        Assert.Equal(offset, exception.ByteOffset);
        Assert.Contains($"byte {offset}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfFlippedBytes_ReadsOrRefuses()
    {
        byte[] sound = RecordEncoderTests.Encode(RecordEncoderTests.Scene("full"));
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] record = (byte[])sound.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                record[random.Next(record.Length)] = (byte)random.Next(256);
            Array.Resize(ref record, random.Next(4) == 0 ? random.Next(record.Length) : record.Length);
            try
            {
                ExampleReader.Read(record);
            }
            catch (BadSampleException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 19_999);
    }

    private static byte[] Entry(string key, byte[] feature) => Message(1, [.. Message(1, System.Text.Encoding.UTF8.GetBytes(key)), .. Message(2, feature)]);

    private static byte[] Message(int field, byte[] content)
    {
        Assert.InRange(content.Length, 0, 127);
        return [(byte)((field << 3) | 2), (byte)content.Length, .. content];
    }

    private static void AssertSame(byte[] record)
    {
        Example expected = Example.Parser.ParseFrom(record);
        SortedDictionary<string, ExampleFeature> features = ExampleReader.Read(record);
        Assert.Equal(expected.Features.Feature.Keys.Order(StringComparer.Ordinal), features.Keys);
        foreach (var (key, feature) in features)
        {
            Feature other = expected.Features.Feature[key];
            Assert.Equal((int)other.KindCase, (int)feature.Kind);
            Assert.Equal(other.BytesList?.Value.Select(value => value.ToByteArray()) ?? [], feature.Bytes.Select(value => value.ToArray()));
            Assert.Equal(other.FloatList?.Value ?? [], feature.Floats);
            Assert.Equal(other.Int64List?.Value ?? [], feature.Integers);
        }
    }
}
