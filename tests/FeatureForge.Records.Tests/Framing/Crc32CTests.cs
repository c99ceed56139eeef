using System.Text;
using FeatureForge.Records.Framing;

namespace FeatureForge.Records.Tests.Framing;

public class Crc32CTests
{
    /// <summary>Check value of the CRC catalogue, and the vectors of RFC 3720, appendix B.4.</summary>
    public static TheoryData<byte[], uint> KnownAnswers => new()
    {
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },
        { new byte[32], 0x8A9136AA },
        { [.. Enumerable.Repeat((byte)0xFF, 32)], 0x62A8AB43 },
        { [.. Enumerable.Range(0, 32).Select(i => (byte)i)], 0x46DD794E },
        { [.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))], 0x113FDB5C },
        { [], 0 },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Compute_WithKnownAnswers_GivesThem(byte[] data, uint expected)
    {
        Assert.Equal(expected, Crc32C.Compute(data));
        Assert.Equal(expected, ~Crc32C.AppendByTables(~0u, data));
    }

    [Fact]
    public void Append_OfAnyLengthAndAlignment_EqualsBitByBit()
    {
        byte[] data = Bytes(10_000);
        foreach (int length in (int[])[0, 1, 7, 8, 9, 63, 1023, 1024, 3071, 3072, 3073, 3080, 6144, 6151, 9000])
        {
            for (int start = 0; start < 9; start++)
            {
                ReadOnlySpan<byte> part = data.AsSpan(start, length);
                uint expected = BitByBit(part);
                Assert.Equal(expected, Crc32C.Compute(part));
                Assert.Equal(expected, ~Crc32C.AppendByTables(~0u, part));
            }
        }
    }

    [Fact]
    public void Combine_OfTwoParts_EqualsChecksumOfWhole()
    {
        byte[] data = Bytes(5_000);
        foreach (int cut in (int[])[0, 1, 2, 255, 256, 2_047, 4_999, 5_000])
        {
            uint first = Crc32C.Compute(data.AsSpan(0, cut));
            uint second = Crc32C.Compute(data.AsSpan(cut));
            Assert.Equal(Crc32C.Compute(data), Crc32C.Combine(first, second, data.Length - cut));
            Assert.Equal(Crc32C.Compute(data), Crc32C.Append(first, data.AsSpan(cut)));
        }
    }

    [Fact]
    public void Combine_OverMoreThanFourGigabytes_EqualsRepeatedCombining()
    {
        uint block = Crc32C.Compute(Bytes(1_000));
        uint crc = block;
        long length = 1_000;
        uint other = 0x12345678;
        for (; length < 1L << 34; length *= 2)
            crc = Crc32C.Combine(crc, crc, length);
        uint halfway = Crc32C.Combine(other, crc, length);
        uint stepwise = other;
        for (int i = 0; i < 8; i++)
            stepwise = Crc32C.Combine(stepwise, 0, length / 8);
        Assert.Equal(halfway ^ crc, stepwise);
    }

    [Fact]
    public void Unmask_OfMasked_GivesChecksum()
    {
        foreach (uint crc in (uint[])[0, 1, 0xE3069283, uint.MaxValue])
            Assert.Equal(crc, Crc32C.Unmask(Crc32C.Mask(crc)));
    }

    private static uint BitByBit(ReadOnlySpan<byte> data)
    {
        uint state = ~0u;
        foreach (byte value in data)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
                state = (state & 1) != 0 ? (state >> 1) ^ 0x82F63B78 : state >> 1;
        }

        return ~state;
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
