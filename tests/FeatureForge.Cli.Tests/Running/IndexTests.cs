using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using FeatureForge.Records.EntryPoints;
using FeatureForge.Records.Framing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>Entry points beside photos change how long a run takes and nothing else, whatever state they are in.</summary>
public sealed class IndexTests(DrawnSet set) : IClassFixture<DrawnSet>, IDisposable
{
    private const int HeadBytes = 64;
    private const int RecordHeadBytes = 8;
    private readonly string _photos = Path.Combine(set.Folder, "photos");

    private string IndexFile => EntryPointIndex.PathIn(_photos);

    public void Dispose() => File.Delete(IndexFile);

    [Theory]
    [InlineData("reference")]
    [InlineData("fast")]
    public void Run_OnTheExampleRecipe_WritesTheSameBytesWithEntryPoints(string fidelity)
    {
        string recipe = set.ExampleRecipe("epochs: 2");
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("fidelity: reference", $"fidelity: {fidelity}", StringComparison.Ordinal));
        AssertSameBytes(recipe, atLeast: 10);
    }

    [Fact]
    public void Run_WithOneSamplePerBox_WritesTheSameBytesWithEntryPoints()
    {
        string recipe = set.ExampleRecipe();
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("{ssdCrop: {minIou: [0.1, 0.3, 0.5, 0.7, 0.9]}}", "{cropToBox: {margin: 0.2}}", StringComparison.Ordinal));
        AssertSameBytes(recipe, atLeast: 10);
    }

    [Fact]
    public void Run_WithPhotosReplacedOrDamagedSince_WritesTheBytesOfARunWithoutEntryPoints()
    {
        string recipe = set.ExampleRecipe();
        string[] photos = [.. Directory.GetFiles(_photos, "*.jpg").Order(StringComparer.Ordinal)];
        byte[][] before = [.. photos.Select(File.ReadAllBytes)];
        FeatureForgeProgram.Run("index", _photos, "--quiet").Expect(0);
        try
        {
            for (int i = 0; i < photos.Length; i++)
            {
                // Damage of the same length above most crops; damage reaches libjpeg-turbo by the decoder's own checks as ever.
                byte[] bytes = [.. before[i]];
                if (i % 2 == 0)
                    bytes[bytes.Length / 3] ^= 0x10;
                else
                    bytes = before[(i + 2) % photos.Length];
                File.WriteAllBytes(photos[i], bytes);
            }

            string index = Path.Combine(set.Folder, "aside");
            JsonElement with = Run(recipe, out string digestWith);
            File.Move(IndexFile, index, overwrite: true);
            Run(recipe, out string digestWithout);
            Assert.Equal(digestWithout, digestWith);
            Assert.Equal(0, with.GetProperty("entryPoints").GetProperty("used").GetInt32());
            Assert.True(with.GetProperty("entryPoints").GetProperty("stale").GetInt32() > 0);
        }
        finally
        {
            for (int i = 0; i < photos.Length; i++)
                File.WriteAllBytes(photos[i], before[i]);
        }
    }

    [Fact]
    public void Run_WithARandomlyChangedIndex_WritesTheSameBytes()
    {
        string recipe = set.ExampleRecipe();
        Run(recipe, out string expected);
        FeatureForgeProgram.Run("index", _photos, "--quiet").Expect(0);
        byte[] file = File.ReadAllBytes(IndexFile);
        var random = new Random(4);
        for (int round = 0; round < 8; round++)
        {
            byte[] changed = [.. file];
            for (int change = 0; change < 1 << round; change++)
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(IndexFile, round == 7 ? changed[..(changed.Length / 2)] : changed);
            Run(recipe, out string digest);
            Assert.Equal(expected, digest);
        }
    }

    [Fact]
    public void Run_WithWrongEntryPointsAndRightChecksums_FindsThemOutAndWritesTheSameBytes()
    {
        string recipe = set.ExampleRecipe();
        Run(recipe, out string expected);
        FeatureForgeProgram.Run("index", _photos, "--quiet").Expect(0);
        byte[] file = File.ReadAllBytes(IndexFile);
        var random = new Random(8);
        for (int round = 0; round < 4; round++)
        {
            byte[] changed = [.. file];
            ForEachRecord(changed, record =>
            {
                for (int change = 0; change < 40; change++)
                    record[random.Next(RecordHeadBytes + 8, record.Length - 4)] = (byte)random.Next(256);
            });
            File.WriteAllBytes(IndexFile, changed);
            JsonElement summary = Run(recipe, out string digest);
            Assert.Equal(expected, digest);
            Assert.True(summary.GetProperty("entryPoints").GetProperty("contradicted").GetInt32() > 0);
        }

        Assert.Contains("WARNING", FeatureForgeProgram.Run("run", recipe, "--output", set.NewPath(), "--quiet").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_OfTheSamePhotos_HasTheSameBytesForAnyWorkersAndHistory()
    {
        Index("--workers", "1");
        byte[] expected = File.ReadAllBytes(IndexFile);
        Assert.InRange(Index("--workers", "3", "--fresh").GetProperty("percent").GetDouble(), 0.1, 2);
        Assert.Equal(expected, File.ReadAllBytes(IndexFile));
        string photo = Directory.GetFiles(_photos, "*.jpg")[0];
        byte[] before = File.ReadAllBytes(photo);
        File.WriteAllBytes(photo, before[..^2]);
        JsonElement damaged = Index();
        File.WriteAllBytes(photo, before);
        JsonElement restored = Index();
        Assert.Equal(expected, File.ReadAllBytes(IndexFile));
        Assert.Equal(1, damaged.GetProperty("damaged").GetInt32());
        Assert.Equal(damaged.GetProperty("indexed").GetInt32() + 1, restored.GetProperty("indexed").GetInt32());
        Assert.Equal(damaged.GetProperty("indexed").GetInt32(), restored.GetProperty("kept").GetInt32());
        Assert.True(restored.GetProperty("notJpeg").GetInt32() > 0);
    }

    [Fact]
    public void Index_OfNoFolder_EndsWithOneAndSaysSo() =>
        Assert.Contains("nowhere", FeatureForgeProgram.Run("index", "nowhere").Expect(1).Error, StringComparison.Ordinal);

    [Fact]
    public void Index_KilledAtAnyMoment_LeavesAFileThatRunsCanUse()
    {
        FeatureForgeProgram.Run("index", _photos, "--quiet").Expect(0);
        byte[] expected = File.ReadAllBytes(IndexFile);
        foreach (int milliseconds in new[] { 60, 120, 180, 240, 300, 400 })
        {
            using (Process process = FeatureForgeProgram.Start(new Dictionary<string, string>(), "index", _photos, "--quiet", "--fresh"))
            {
                process.WaitForExit(milliseconds);
                process.Kill();
                process.WaitForExit();
            }

            Assert.Equal(expected, File.ReadAllBytes(IndexFile));
        }

        FeatureForgeProgram.Run("index", _photos, "--quiet").Expect(0);
        Assert.Empty(Directory.GetFiles(_photos, "*.partial"));
    }

    [Fact]
    public void Bench_OfEntryPoints_MeasuresCropsAndALargePhoto()
    {
        string output = FeatureForgeProgram.Run("bench", "--input", _photos, "--entry-points", "--repeat", "1", "--workers", "1", "--json").Expect(0).Output;
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(6, result.GetProperty("crops").GetArrayLength());
        Assert.Equal(2, result.GetProperty("largePhoto").GetArrayLength());
    }

    private static void ForEachRecord(byte[] file, Action<byte[]> change)
    {
        int names = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(16)), place = HeadBytes;
        while (names < file.Length)
        {
            int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(names)), bytes = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(names + 2));
            byte[] record = file[place..(place + bytes)];
            change(record);
            BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(bytes - 4), Crc32C.Compute(record.AsSpan(0, bytes - 4)));
            record.CopyTo(file, place);
            place += bytes;
            names += 6 + nameBytes;
        }
    }

    private void AssertSameBytes(string recipe, int atLeast)
    {
        JsonElement without = Run(recipe, out string expected);
        Assert.Equal(0, without.GetProperty("entryPoints").GetProperty("used").GetInt32());
        FeatureForgeProgram.Run("index", _photos, "--quiet").Expect(0);
        JsonElement with = Run(recipe, out string digest);
        Assert.Equal(expected, digest);
        Assert.True(with.GetProperty("entryPoints").GetProperty("used").GetInt32() >= atLeast, with.ToString());
        Assert.Equal(0, with.GetProperty("entryPoints").GetProperty("contradicted").GetInt32());
    }

    private JsonElement Index(params string[] options) =>
        JsonDocument.Parse(FeatureForgeProgram.Run(["index", _photos, "--quiet", "--json", .. options]).Expect(0).Output).RootElement;

    private JsonElement Run(string recipe, out string digest)
    {
        string output = set.NewPath();
        JsonElement summary = JsonDocument.Parse(FeatureForgeProgram.Run("run", recipe, "--output", output, "--quiet", "--json").Expect(0).Output).RootElement;
        digest = FeatureForgeProgram.Digest(output);
        return summary;
    }
}
