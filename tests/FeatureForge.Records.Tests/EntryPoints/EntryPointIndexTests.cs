using System.Buffers.Binary;
using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Records.EntryPoints;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Tests.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.EntryPoints;

/// <summary>The file of entry points: what was written is found, what is damaged counts as absent, a million images fit a bounded memory.</summary>
public sealed class EntryPointIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GrowableBuffer _buffer = new();

    private string FilePath => EntryPointIndex.PathIn(_folder.Path);

    public void Dispose()
    {
        _folder.Dispose();
        _buffer.Dispose();
    }

    [Fact]
    public void Open_OfWhatWasWritten_FindsEveryRecordByItsName()
    {
        string[] names = ["a.jpg", "b/c.jpg", "b/d.png", "\uE000.jpg", "\U00010000.jpg"];
        Array.Sort(names, string.CompareOrdinal);
        byte[][] images = [.. names.Select(name => Encoding.UTF8.GetBytes($"image {name}"))];
        Write(names, number => names[number].EndsWith(".png", StringComparison.Ordinal) ? [] : Record(images[number], [(byte)number, 7, 7]));

        // A listing with other images before, between and behind, and one image twice.
        string[] listing = [.. names.Append("aa.jpg").Append("a.jpg").Append("0.jpg").Append("z").Order(StringComparer.Ordinal)];
        using EntryPointIndex index = Open(listing)!;

        Assert.Equal(5, index.Found);
        for (int number = 0; number < listing.Length; number++)
        {
            ReadOnlySpan<byte> bytes = index.Read(number, _buffer);
            int image = Array.IndexOf(names, listing[number]);
            Assert.Equal(image < 0 || listing[number].EndsWith(".png", StringComparison.Ordinal), bytes.IsEmpty);
            if (bytes.IsEmpty)
                continue;
            Assert.True(EntryPointRecord.TryRead(bytes, out EntryPointRecord record));
            Assert.Equal([(byte)image, 7, 7], record.Content.ToArray());
            Assert.True(record.IsOf(images[image]));
            Assert.False(record.IsOf([.. images[image][..^1], (byte)'!']), "another file of the same length");
            Assert.False(record.IsOf(images[image].AsSpan(1)));
        }
    }

    [Fact]
    public void Open_OfAFileWithAnyByteChanged_GivesTheSameRecordsOrNone()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(number => $"{number:D2}.jpg")];
        byte[] image = [1, 2, 3];
        Write(names, number => Record(image, [(byte)number]));
        byte[] file = File.ReadAllBytes(FilePath);
        int unopened = 0;
        for (int place = 0; place < file.Length; place++)
        {
            byte[] changed = [.. file];
            changed[place] ^= (byte)(1 << place % 8);
            File.WriteAllBytes(FilePath, changed);
            using EntryPointIndex? index = EntryPointIndex.Open(FilePath, names.Length, Names(names), out string? fault);
            Assert.Equal(index is null, fault is not null);
            if (index is null)
                unopened++;
            for (int number = 0; index is not null && number < names.Length; number++)
            {
                if (EntryPointRecord.TryRead(index.Read(number, _buffer), out EntryPointRecord record))
                    Assert.Equal((byte)number, record.Content[0]);
            }
        }

        Assert.True(unopened >= 64, $"only {unopened} were refused as a whole");
    }

    [Fact]
    public void Open_OfAHostileFileWithRightChecksums_NeverFailsAndTakesLittleMemory()
    {
        string[] names = [.. Enumerable.Range(0, 50).Select(number => $"{number:D2}.jpg")];
        Write(names, number => Record([9], new byte[number]));
        byte[] file = File.ReadAllBytes(FilePath);
        var random = new Random(5);
        long namesOffset = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(16));
        for (int round = 0; round < 4000; round++)
        {
            byte[] changed = [.. file];
            for (int change = random.Next(1, 5); change > 0; change--)
                changed[random.Next(2) == 0 ? random.Next(8, 40) : (int)namesOffset + random.Next(file.Length - (int)namesOffset)] = (byte)(random.Next(3) == 0 ? 255 : random.Next(256));
            if (random.Next(4) == 0)
                changed = changed[..random.Next(64, changed.Length)];
            FixChecksums(changed);
            File.WriteAllBytes(FilePath, changed);
            using EntryPointIndex? index = EntryPointIndex.Open(FilePath, names.Length, Names(names), out _);
            for (int number = 0; index is not null && number < names.Length; number++)
                Assert.True(index.Read(number, _buffer).Length <= 1 << 17);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    public void Open_OfAFileThatIsTooShort_SaysSo(int length)
    {
        File.WriteAllBytes(FilePath, new byte[length]);
        Assert.Null(EntryPointIndex.Open(FilePath, 1, _ => "a"u8, out string? fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void Open_OfNothingOrAFolder_GivesNothing()
    {
        Assert.Null(EntryPointIndex.Open(FilePath, 1, _ => "a"u8, out string? fault));
        Assert.Null(fault);
        Directory.CreateDirectory(FilePath);
        Assert.Null(EntryPointIndex.Open(FilePath, 1, _ => "a"u8, out fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void Read_OfAFileCutShortMeanwhile_GivesNothing()
    {
        Write(["a", "b"], _ => Record([1], new byte[5000]));
        using EntryPointIndex index = Open(["a", "b"])!;
        using (var file = new FileStream(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(100);
        Assert.True(index.Read(1, _buffer).IsEmpty);
    }

    [Fact]
    public void Read_WhenWarm_AllocatesNothing()
    {
        Write(["a", "b"], _ => Record([1], new byte[500]));
        using EntryPointIndex index = Open(["a", "b"])!;
        Assert.Equal(0, SteadyState.AllocatedBytes(() => EntryPointRecord.TryRead(index.Read(1, _buffer), out _)));
    }

    [Fact]
    public void Write_KilledBeforeAnyStep_LeavesTheFileBeforeOrTheFileAfter()
    {
        Write(["a"], _ => Record([1], [1]));
        byte[] before = File.ReadAllBytes(FilePath);
        bool complete = false;
        for (int step = 0; !complete; step++)
        {
            try
            {
                using var writer = new EntryPointIndexWriter(FilePath, new KillingFiles(step));
                writer.Add(Record([2], [2]));
                writer.Complete(_ => "a"u8);
                complete = true;
            }
            catch (SimulatedKillException)
            {
                // What a killed process leaves is looked at below, without any clean-up.
            }

            byte[] after = File.ReadAllBytes(FilePath);
            if (after.AsSpan().SequenceEqual(before))
                continue;
            using EntryPointIndex index = Open(["a"])!;
            Assert.True(EntryPointRecord.TryRead(index.Read(0, _buffer), out EntryPointRecord record) && record.Content[0] == 2);
        }

        Assert.False(File.ReadAllBytes(FilePath).AsSpan().SequenceEqual(before));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Writer_WhereALinkLies_ReplacesTheLinkAndNotWhatItNames()
    {
        File.WriteAllText(_folder["victim"], "precious");
        File.CreateSymbolicLink(FilePath + ".partial", _folder["victim"]);
        File.CreateSymbolicLink(FilePath, _folder["victim"]);
        Write(["a"], _ => Record([1], [1]));
        Assert.Equal("precious", File.ReadAllText(_folder["victim"]));
        Assert.Equal(1, Open(["a"])!.Found);
    }

    [Fact]
    public void Writer_OfAFileThatAnotherWrites_SaysSo()
    {
        using var first = new EntryPointIndexWriter(FilePath);
        var failure = Assert.Throws<Core.Errors.FeatureForgeException>(() => new EntryPointIndexWriter(FilePath));
        Assert.Contains("another process", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ForAMillionImages_KeepsEightBytesEach()
    {
        const int Images = 1_000_000;
        byte[] name = "folder/images/0000000.jpg"u8.ToArray();
        ReadOnlySpan<byte> NameOf(int image)
        {
            for (int place = 20, rest = image; place > 13; place--, rest /= 10)
                name[place] = (byte)('0' + rest % 10);
            return name;
        }

        byte[] record = Record([1, 2, 3], [4]);
        using (var writer = new EntryPointIndexWriter(FilePath))
        {
            for (int image = 0; image < Images; image++)
                writer.Add(record);
            writer.Complete(NameOf);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using EntryPointIndex index = EntryPointIndex.Open(FilePath, Images, NameOf, out _)!;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Images, index.Found);
        Assert.True(allocated < 8 * Images + (4 << 20), $"{allocated} bytes");
        Assert.Equal(record, index.Read(777_777, _buffer).ToArray());
    }

    private static byte[] Record(byte[] image, byte[] content)
    {
        byte[] record = new byte[EntryPointRecord.ByteCount(content.Length)];
        content.CopyTo(EntryPointRecord.ContentOf(record));
        EntryPointRecord.Complete(record, image);
        return record;
    }

    private static ImageName Names(string[] names)
    {
        byte[][] bytes = [.. names.Select(Encoding.UTF8.GetBytes)];
        return image => bytes[image];
    }

    private static void FixChecksums(byte[] file)
    {
        long namesOffset = Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(16)), 64, file.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(32), Crc32C.Compute(file.AsSpan((int)namesOffset)));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(60), Crc32C.Compute(file.AsSpan(0, 60)));
    }

    private void Write(string[] names, Func<int, byte[]> recordOf)
    {
        using var writer = new EntryPointIndexWriter(FilePath);
        for (int number = 0; number < names.Length; number++)
            writer.Add(recordOf(number));
        writer.Complete(Names(names));
        Assert.Equal(new FileInfo(FilePath).Length, writer.ByteCount);
    }

    private EntryPointIndex? Open(string[] names) => EntryPointIndex.Open(FilePath, names.Length, Names(names), out _);
}
