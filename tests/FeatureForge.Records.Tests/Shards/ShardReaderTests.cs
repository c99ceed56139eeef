using System.Buffers.Binary;
using System.IO.Compression;
using FeatureForge.Core.Errors;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

public sealed class ShardReaderTests : IDisposable
{
    private static readonly int[] s_lengths = [0, 3, 1_000, 70_000, 3_000_000, 5];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_OfAllLengths_GivesThem(bool compressed)
    {
        string path = Write(Frames(), compressed);
        using ShardReader reader = ShardReader.Open(path);
        Assert.Equal(compressed, reader.IsCompressed);
        foreach (int length in s_lengths)
        {
            Assert.True(reader.TryRead(out ReadOnlySpan<byte> data));
            Assert.True(Data(length).AsSpan().SequenceEqual(data));
        }

        Assert.False(reader.TryRead(out _));
        Assert.Equal(s_lengths.Length, reader.NextRecord);
    }

    [Fact]
    public void ReadAt_InAnyOrder_GivesTheRecord()
    {
        string path = Write(Frames(), compressed: false);
        WriteIndex(path);
        ShardIndex index = ShardIndex.Read(path + ".idx");
        using ShardReader reader = ShardReader.Open(path);
        foreach (int record in (int[])[5, 0, 3, 3, 1])
            Assert.True(Data(s_lengths[record]).AsSpan().SequenceEqual(reader.ReadAt(index, record)));
        reader.ReadAt(index, 1);
        Assert.True(reader.TryRead(out ReadOnlySpan<byte> next));
        Assert.Equal(s_lengths[2], next.Length);
    }

    [Fact]
    public void TryRead_AcrossEveryKindOfBlockBorder_GivesThemAllAndVerifyTheDigestsOfTheFile()
    {
        // Around a block of 256 KiB and its multiples, so that frames end before, at and after its border, headers are cut, and the block grows.
        int[] lengths = [.. Enumerable.Range(-20, 40).Select(i => (1 << 18) + i), .. Enumerable.Range(-20, 40).SelectMany(i => (int[])[(1 << 18) - 700 + (i * 13), 650]), 600_000, 1_200_000, 7];
        string path = Write([.. lengths.SelectMany(length => Frame(Data(length)))], compressed: false);
        using ShardReader reader = ShardReader.Open(path);
        foreach (int length in lengths)
        {
            Assert.True(reader.TryRead(out ReadOnlySpan<byte> data));
            Assert.True(Data(length).AsSpan().SequenceEqual(data));
        }

        Assert.False(reader.TryRead(out _));
        VerifiedShard verified = Assert.Single(ShardVerifier.Verify([path], new VerifyOptions { Sha256 = true }).Shards);
        byte[] content = File.ReadAllBytes(path);
        Assert.Equal(new VerifiedShard(path, lengths.Length, content.Length, Crc32C.Compute(content), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))), verified);
    }

    [Fact]
    public void ReadAt_OfWrongIndex_SaysSo()
    {
        string path = Write(Frames(), compressed: false);
        File.WriteAllText(path + ".idx", "0 17\n99999999 20\n16 19\n");
        ShardIndex index = ShardIndex.Read(path + ".idx");
        using ShardReader reader = ShardReader.Open(path);
        for (int record = 0; record < 2; record++)
            Assert.Equal("index-mismatch", Assert.Throws<DamagedShardException>(() => reader.ReadAt(index, record).Length).Reason);
        Assert.Equal(3, reader.ReadAt(index, 2).Length);
    }

    [Fact]
    public void ReadAt_OfCompressedFile_SaysSo()
    {
        string path = Write(Frames(), compressed: true);
        WriteIndex(path);
        using ShardReader reader = ShardReader.Open(path);
        ShardIndex index = ShardIndex.Read(path + ".idx");
        Assert.Contains("gunzip", Assert.Throws<FeatureForgeException>(() => reader.ReadAt(index, 0).Length).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 16\nx 3\n", 2)]
    [InlineData("0\n", 1)]
    [InlineData("0 16\n16 19\n\n", 3)]
    [InlineData("-1 16\n", 1)]
    [InlineData("0 16 2\n", 1)]
    public void ReadIndex_OfDamagedLine_NamesIt(string text, int line)
    {
        File.WriteAllText(_folder["a.idx"], text);
        var exception = Assert.Throws<FeatureForgeException>(() => ShardIndex.Read(_folder["a.idx"]));
        Assert.Contains($"a.idx, line {line}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_OfPlainFileThatStartsLikeGzip_ReadsIt()
    {
        byte[] frame = Frame(new byte[0x088B1F]);
        Assert.Equal([0x1F, 0x8B, 0x08], frame[..3]);
        using ShardReader reader = ShardReader.Open(Write(frame, compressed: false));
        Assert.True(reader.TryRead(out ReadOnlySpan<byte> data));
        Assert.Equal(0x088B1F, data.Length);
    }

    [Fact]
    public void TryRead_OfTruncatedFile_NamesRecordAndByte()
    {
        byte[] whole = [.. Frame(Data(3)), .. Frame(Data(40))];
        for (int length = 1; length < whole.Length; length++)
        {
            string path = Write(whole[..length], compressed: false);
            if (length == 19)
                continue;
            DamagedShardException exception = ReadToDamage(path);
            Assert.Equal("truncated", exception.Reason);
            Assert.Equal(new ShardPlace(path, length < 19 ? 0 : 1, length < 19 ? 0 : 19), exception.Place);
            Assert.False(exception.CanContinue);
            Assert.Contains($"a.tfrecord, record {exception.Place.Record} (from 0), byte {exception.Place.ByteOffset}.", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TryRead_OfAnyFlippedBit_FindsIt()
    {
        byte[] whole = [.. Frame(Data(3)), .. Frame(Data(40)), .. Frame(Data(0))];
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            string path = Write(damaged, compressed: false);
            DamagedShardException exception = ReadToDamage(path);
            int record = bit / 8 < 19 ? 0 : bit / 8 < 75 ? 1 : 2;
            int start = record switch { 0 => 0, 1 => 19, _ => 75 };
            Assert.Equal(new ShardPlace(path, record, start), exception.Place);
            Assert.Equal((bit / 8) - start < 12 ? "length-checksum" : "data-checksum", exception.Reason);
        }
    }

    [Fact]
    public void TryRead_AfterDamagedData_GoesOn()
    {
        byte[] whole = [.. Frame(Data(3)), .. Frame(Data(4))];
        whole[13] ^= 1;
        using ShardReader reader = ShardReader.Open(Write(whole, compressed: false));
        Assert.True(Assert.Throws<DamagedShardException>(() => reader.TryRead(out _)).CanContinue);
        Assert.True(reader.TryRead(out ReadOnlySpan<byte> data));
        Assert.Equal(4, data.Length);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(int.MaxValue)]
    [InlineData(1_500_000_000UL)]
    public void TryRead_OfHugeLengthWithRightChecksum_TakesNoMemory(ulong length)
    {
        byte[] header = Header(length);
        foreach (bool compressed in (bool[])[false, true])
        {
            string path = Write(header, compressed);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(ReadToDamage(path).Reason, (string[])["implausible-length", "record-too-large", "truncated"]);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
        }
    }

    [Theory]
    [InlineData(ShardReader.LargestCompressedRecord, "truncated")]
    [InlineData(ShardReader.LargestCompressedRecord + 1, "record-too-large")]
    public void TryRead_OfLongRecordInGzip_IsLimitedByTheStatedLength(int length, string reason)
    {
        string path = Write([.. Header((ulong)length), .. new byte[1_000]], compressed: true);
        DamagedShardException exception = ReadToDamage(path);
        Assert.Equal(reason, exception.Reason);
        if (reason == "record-too-large")
            Assert.Contains("at most 268435456 (256 MiB)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_OfDamagedGzip_ReadsOrRefuses()
    {
        byte[] packed = File.ReadAllBytes(Write([.. Frame(Data(300)), .. Frame(Data(4_000))], compressed: true));
        var random = new Random(4);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = (byte[])packed.Clone();
            damaged[random.Next(3, damaged.Length)] ^= (byte)(1 << random.Next(8));
            Array.Resize(ref damaged, random.Next(3) == 0 ? random.Next(3, damaged.Length) : damaged.Length);
            AssertReadsOrRefuses(Write(damaged, compressed: false));
        }
    }

    [Fact]
    public void TryRead_OfFlippedBytes_ReadsOrRefuses()
    {
        byte[] sound = [.. Frame(Data(3)), .. Frame(Data(40)), .. Frame(Data(0))];
        var random = new Random(5);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = (byte[])sound.Clone();
            for (int flips = random.Next(1, 5); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            AssertReadsOrRefuses(Write(damaged, compressed: false));
        }
    }

    [Fact]
    public void TryRead_InSteadyState_AllocatesNothing()
    {
        byte[] frame = Frame(Data(5_000));
        using ShardReader reader = ShardReader.Open(Write([.. Enumerable.Repeat(frame, 300).SelectMany(bytes => bytes)], compressed: false));
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 15; i++)
                Assert.True(reader.TryRead(out _));
        }));
    }

    [Fact]
    public void Open_OfMissingFile_SaysSo() =>
        Assert.Equal(1, Assert.Throws<FeatureForgeException>(() => ShardReader.Open(_folder["none"])).ExitCode);

    private static void AssertReadsOrRefuses(string path)
    {
        using ShardReader reader = ShardReader.Open(path);
        for (bool more = true; more;)
        {
            try
            {
                more = reader.TryRead(out _);
            }
            catch (DamagedShardException exception)
            {
                more = exception.CanContinue;
            }
        }
    }

    private static DamagedShardException ReadToDamage(string path)
    {
        using ShardReader reader = ShardReader.Open(path);
        return Assert.Throws<DamagedShardException>(() =>
        {
            while (reader.TryRead(out _))
            {
            }
        });
    }

    private static byte[] Frames() => [.. s_lengths.SelectMany(length => Frame(Data(length)))];

    private static byte[] Data(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }

    private static byte[] Header(ulong length)
    {
        var header = new byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(header, length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Crc32C.Mask(Crc32C.Compute(header.AsSpan(0, 8))));
        return header;
    }

    private static byte[] Frame(byte[] data)
    {
        using var buffer = new RecordBuffer();
        data.CopyTo(buffer.Begin(data.Length));
        buffer.Seal();
        return buffer.Framed.ToArray();
    }

    private static void WriteIndex(string path)
    {
        long offset = 0;
        var lines = new List<string>();
        foreach (int length in s_lengths)
        {
            lines.Add($"{offset} {length + 16}");
            offset += length + 16;
        }

        File.WriteAllLines(path + ".idx", lines);
    }

    private string Write(byte[] content, bool compressed)
    {
        string path = _folder["a.tfrecord"];
        using FileStream file = File.Create(path);
        if (!compressed)
        {
            file.Write(content);
            return path;
        }

        using var packer = new GZipStream(file, CompressionLevel.Fastest);
        packer.Write(content);
        return path;
    }
}
