using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

/// <summary>Small features read without the rest of their record, and what hostile bytes do to that.</summary>
public sealed class RecordExcerptTests : IDisposable
{
    private const int PictureBytes = 300_000;
    private static readonly byte[][] s_keys = ["a/small"u8.ToArray(), "z/last"u8.ToArray()];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfWantedFeatures_GivesThemAndNothingElse()
    {
        using IndexedShard shard = Shard(Example([3, 200, 70_000], new byte[PictureBytes]), Example([], [1, 2]));
        var excerpt = new RecordExcerpt(s_keys);
        for (int again = 0; again < 2; again++)
        {
            ReadOnlyMemory<byte> first = excerpt.Read(shard, 0);
            Assert.True(first.Length < 100);
            Assert.Equal(["a/small", "z/last"], ExampleReader.Read(first).Keys.Order());
            Assert.Equal([3, 200, 70_000], ExampleReader.Read(first)["a/small"].Integers);
            Assert.Equal("end", ExampleReader.Read(first)["z/last"].Text(0));
            Assert.Equal(0, ExampleReader.Read(excerpt.Read(shard, 1))["a/small"].Count);
        }
    }

    [Fact]
    public void Read_OfBytesThatWereChanged_EndsInWordsOrInAnotherExcerpt()
    {
        byte[] sound = Example([3, 200, 70_000], new byte[9000]);
        var random = new Random(5);
        var excerpt = new RecordExcerpt(s_keys);
        for (int round = 0; round < 500; round++)
        {
            byte[] changed = [.. sound];
            for (int change = 0; change <= round % 3; change++)
                changed[random.Next(2) == 0 ? random.Next(60) : random.Next(changed.Length)] = (byte)random.Next(256);
            using IndexedShard shard = Shard(changed);
            try
            {
                Assert.True(excerpt.Read(shard, 0).Length <= changed.Length + 32);
            }
            catch (BadSampleException damage)
            {
                Assert.Equal("damaged-example", damage.Reason);
            }
        }
    }

    [Fact]
    public void Read_OfAFeatureTooLargeToBeSmall_IsRefused()
    {
        using IndexedShard shard = Shard(Example([.. Enumerable.Repeat(70_000L, 400_000)], []));
        Assert.Contains("1048576", Assert.Throws<BadSampleException>(() => new RecordExcerpt(s_keys).Read(shard, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAFileThatWasCutShort_SaysWhere()
    {
        using IndexedShard shard = Shard(Example([1], new byte[PictureBytes]));
        using (var file = new FileStream(shard.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.SetLength(PictureBytes / 2);
        Assert.Equal("truncated", Assert.Throws<DamagedShardException>(() => new RecordExcerpt(s_keys).Read(shard, 0)).Reason);
    }

    private IndexedShard Shard(params byte[][] records)
    {
        string name = $"train.tfrecord-{Guid.NewGuid():N}";
        using var file = new MemoryStream();
        var index = new StringBuilder();
        foreach (byte[] record in records)
        {
            using var buffer = new RecordBuffer();
            record.CopyTo(buffer.Begin(record.Length));
            buffer.Seal();
            index.Append(FormattableString.Invariant($"{file.Length} {buffer.Framed.Length}\n"));
            file.Write(buffer.Framed);
        }

        File.WriteAllBytes(_folder[name], file.ToArray());
        File.WriteAllText(_folder[name + ".idx"], index.ToString());
        return IndexedShard.Open(_folder.Path, new ManifestShard(name, records.Length, file.Length, 0));
    }

    private static byte[] Example(long[] small, byte[] picture)
    {
        List<byte> numbers = [];
        foreach (long number in small)
        {
            for (ulong rest = (ulong)number; ; rest >>= 7)
            {
                numbers.Add((byte)(rest >= 0x80 ? rest | 0x80 : rest));
                if (rest < 0x80)
                    break;
            }
        }

        byte[] list = numbers.Count == 0 ? [] : Field(1, [.. numbers]);
        return Field(1, [
            .. Field(1, [.. Field(1, "a/small"u8.ToArray()), .. Field(2, Field(3, list))]),
            .. Field(1, [.. Field(1, "image/raw"u8.ToArray()), .. Field(2, Field(1, Field(1, picture)))]),
            .. Field(1, [.. Field(1, "z/last"u8.ToArray()), .. Field(2, Field(1, Field(1, "end"u8.ToArray())))])]);
    }

    private static byte[] Field(int number, byte[] content)
    {
        byte[] field = new byte[ProtobufWriter.FieldBytes(content.Length)];
        new ProtobufWriter(field).Field(number, content);
        return field;
    }
}
