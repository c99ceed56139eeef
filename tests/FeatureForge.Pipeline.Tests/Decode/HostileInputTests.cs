using System.Diagnostics;
using System.IO.Compression;
using FeatureForge.Core.Errors;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Testing;
using Xunit.Abstractions;

namespace FeatureForge.Pipeline.Tests.Decode;

/// <summary>Damaged and hostile files either decode or are refused with a reason: no crash, no hang, bounded memory.</summary>
public sealed class HostileInputTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>RGB bytes that one byte of a file can ask for: 8,192 pixels of Huffman-coded JPEG, or 1,032 bytes of 1-bit PNG.</summary>
    private const long MostScratchPerByte = 25_000;

    private const long MostBandBytes = 4 << 20;
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> s_reasons =
    [
        "unknown-format", "unsupported-format", "unsupported-sampling", "unsupported-color", "unsupported-precision", "unsupported-coding",
        "too-large", "damaged", "truncated", "empty-file", "too-many-scans",
    ];

    private readonly SortedDictionary<string, int> _outcomes = [];
    private readonly PictureCollector _collector = new();
    private readonly ImageDecoder _decoder = new(new DecodeOptions());

    public void Dispose() => _decoder.Dispose();

    [SkippableTheory]
    [InlineData("jpeg/fuzz.zip", 2534)]
    [InlineData("png/fuzz.zip", 120)]
    public void Decode_WhenArchiveIsFuzzed_DecodesOrRefusesEveryFile(string archive, int atLeast)
    {
        using ZipArchive zip = ZipFile.OpenRead(TestData.Require(archive.Split('/')));
        CheckAll(zip.Entries.Where(entry => entry.Length > 0).Select(entry => (entry.FullName, ReadEntry(entry))), atLeast - 10);
    }

    [SkippableTheory]
    [InlineData("jpeg/corrupt", 95)]
    [InlineData("jpeg/unusual", 10)]
    [InlineData("png/pngsuite", 176)]
    public void Decode_WhenFolderIsDamaged_DecodesOrRefusesEveryFile(string folder, int atLeast) =>
        CheckAll(Directory.EnumerateFiles(TestData.Require(folder.Split('/'))).Select(path => (path, File.ReadAllBytes(path))), atLeast);

    private static byte[] ReadEntry(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private void CheckAll(IEnumerable<(string Name, byte[] Content)> files, int atLeast)
    {
        int count = 0;
        foreach (var (name, content) in files)
        {
            var watch = Stopwatch.StartNew();
            string outcome = Outcome(content);
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
            Assert.True(watch.Elapsed < s_hang, $"{name} took {watch.Elapsed}.");
            count++;
        }

        foreach (var (outcome, times) in _outcomes)
            output.WriteLine($"{times,5} {outcome}");
        Assert.True(count >= atLeast, $"Only {count} files were tried, expected {atLeast} or more.");
    }

    private string Outcome(byte[] content)
    {
        try
        {
            var (plan, warned) = _collector.Decode(_decoder, content);
            bool bounded = plan.Format == ImageFormat.Png || (plan.Format == ImageFormat.Jpeg && !JpegHeaderReader.Read(content).IsArithmetic);
            if (bounded)
                Assert.InRange(plan.ScratchBytes, plan.Format == ImageFormat.Png ? plan.Stored.RgbBytes : 0, MostScratchPerByte * content.Length + MostBandBytes);
            return warned ? "decoded with warnings" : "decoded";
        }
        catch (BadSampleException error)
        {
            Assert.Contains(error.Reason, s_reasons);
            Assert.True(error.Message.Length > 20, error.Message);
            Assert.InRange(error.ByteOffset, -1, content.Length);
            return error.Reason;
        }
    }
}
