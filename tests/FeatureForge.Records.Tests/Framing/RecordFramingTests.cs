using FeatureForge.Records.Framing;

namespace FeatureForge.Records.Tests.Framing;

public class RecordFramingTests
{
    /// <summary>Vectors made with the reference writer of the format.</summary>
    [Theory]
    [InlineData("", "000000000000000029039807d8ea82a2")]
    [InlineData("616263", "0300000000000000b099490e6162636e57f121")]
    public void Seal_WithReferenceVectors_GivesThem(string data, string framed)
    {
        using var buffer = new RecordBuffer();
        byte[] bytes = Convert.FromHexString(data);
        bytes.CopyTo(buffer.Begin(bytes.Length));
        buffer.Seal();
        Assert.Equal(framed, Convert.ToHexStringLower(buffer.Framed));
        Assert.Equal(data, Convert.ToHexStringLower(buffer.Data));
    }

    [Fact]
    public void AppendToFile_OfManyFrames_EqualsChecksumOfBytes()
    {
        using var buffer = new RecordBuffer();
        using var file = new MemoryStream();
        var random = new Random(2);
        uint crc = 0;
        for (int i = 0; i < 50; i++)
        {
            random.NextBytes(buffer.Begin(random.Next(0, 5_000)));
            buffer.Seal();
            file.Write(buffer.Framed);
            crc = RecordFraming.AppendToFile(crc, buffer.Framed);
        }

        Assert.Equal(Crc32C.Compute(file.ToArray()), crc);
    }

    [Fact]
    public void RecordBuffer_WhenDisposed_ReturnsItsMemory()
    {
        var buffer = new RecordBuffer();
        buffer.Begin(100_000).Clear();
        buffer.Seal();
        buffer.Dispose();
        Assert.True(buffer.Data.IsEmpty);
    }
}
