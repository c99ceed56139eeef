using System.Globalization;
using System.IO.Compression;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Testing;
using Xunit.Abstractions;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>
/// Damaged files through the whole decoder: the verdict (clean, warning or bad) and every pixel are libjpeg-turbo's own. The number of
/// cases comes from FEATUREFORGE_JPEG_CASES; 1,000,000 take about five minutes.
/// </summary>
public sealed class DamageTests(ITestOutputHelper output) : IDisposable
{
    private const int UsualCases = 12_000;
    private const int MostPixels = 1_000_000;
    private const int LargestSource = 24_000;
    private readonly JpegDecoder _decoder = new(new DecodeOptions());
    private readonly TurboJpegDecompressor _turbo = new();
    private readonly PictureCollector _collector = new();
    private readonly SortedDictionary<string, int> _outcomes = [];

    public void Dispose()
    {
        _decoder.Dispose();
        _turbo.Dispose();
    }

    [Fact]
    public void Run_WhenBytesOfDrawnFilesAreChanged_GivesTheVerdictOfLibjpeg() => ChangeBytes(DrawnSources(), Cases() / 2);

    [SkippableFact]
    public void Run_WhenBytesOfRealFilesAreChanged_GivesTheVerdictOfLibjpeg()
    {
        string folder = TestData.Require("jpeg");
        ChangeBytes(
            [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
                .Where(file => file.Length < LargestSource && ImageSignature.IsJpeg(file))],
            Cases() / 2);
    }

    [SkippableFact]
    public void Run_WhenFilesAreDamagedOrFuzzed_GivesTheVerdictOfLibjpeg()
    {
        foreach (string path in Directory.EnumerateFiles(TestData.Require("jpeg"), "*", SearchOption.AllDirectories))
            Compare(File.ReadAllBytes(path), path);
        using ZipArchive zip = ZipFile.OpenRead(TestData.Require("jpeg", "fuzz.zip"));
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using var memory = new MemoryStream();
            using (Stream stream = entry.Open())
                stream.CopyTo(memory);
            Compare(memory.ToArray(), entry.FullName);
        }

        Report();
    }

    [Fact]
    public void Run_AtEveryTruncation_GivesTheVerdictOfLibjpeg()
    {
        foreach (byte[] file in DrawnSources().Take(6))
        {
            for (int length = 2; length < file.Length; length += 1 + length / 97)
                Compare(file[..length], $"{length} of {file.Length} bytes");
        }
    }

    private static int Cases() =>
        int.TryParse(Environment.GetEnvironmentVariable("FEATUREFORGE_JPEG_CASES"), CultureInfo.InvariantCulture, out int cases) ? cases : UsualCases;

    /// <summary>Files of one scan, of several, and progressive ones in turn.</summary>
    private static byte[][] DrawnSources()
    {
        int[][] factors = [[22, 11, 11], [11], [11, 11, 11], [21, 11, 11], [12, 11, 11], [41, 11, 11], [22, 12, 12], [14, 12, 11]];
        return [.. Enumerable.Range(0, 96).Select(seed => Draw(seed % 3, new JpegSpecimen
        {
            Shape = new ImageShape(17 + seed * 7 % 60, 9 + seed * 13 % 70),
            Factors = factors[seed % factors.Length],
            RestartInterval = seed % 5 * (seed % 4),
            Density = 0.02 + seed % 5 * 0.1,
            MagnitudeBits = 2 + seed % 8,
            Seed = seed,
        }))];
    }

    private static byte[] Draw(int kind, JpegSpecimen specimen)
    {
        var random = new Random(specimen.Seed);
        int components = specimen.Factors.Length;
        if (kind == 1)
            return SeveralScansWriter.Write(specimen, ScanSpecimen.Progressive(components, random), isProgressive: true);
        return kind == 0 || components == 1 ? JpegWriter.Write(specimen) : SeveralScansWriter.Write(specimen, ScanSpecimen.Sequential(components, random), isProgressive: false);
    }

    private void ChangeBytes(byte[][] sources, int cases)
    {
        var random = new Random(20261120);
        for (int i = 0; i < cases; i++)
        {
            byte[] file = [.. sources[random.Next(sources.Length)]];
            string what = $"case {i}, {file.Length} bytes:";
            for (int change = random.Next(1, 4); change > 0; change--)
                what += Change(ref file, random);
            Compare(file, what);
        }

        Report();
    }

    private static string Change(ref byte[] file, Random random)
    {
        int place = random.Next(2, file.Length);
        switch (random.Next(8))
        {
            case 0:
                file = [.. file[..place], .. file[Math.Min(file.Length, place + random.Next(1, 4))..], 0xFF];
                return $" cut at {place}";
            case 1:
                file = [.. file[..place], (byte)random.Next(256), .. file[place..]];
                return $" insert at {place}";
            case 2:
                file[place] = 0xFF;
                return $" FF at {place}";
            default:
                file[place] ^= (byte)(1 << random.Next(8));
                return $" flip at {place}";
        }
    }

    private void Compare(byte[] file, string what)
    {
        DecodePlan plan;
        try
        {
            plan = _decoder.Plan(file);
        }
        catch (BadSampleException)
        {
            Count("not planned");
            return;
        }

        if (plan.Stored.Pixels > MostPixels || plan.Orientation != Orientation.Upright)
            return;
        byte[] expected = new byte[plan.Stored.RgbBytes];
        CodecStatus status = _turbo.Decompress(file, plan.Stored, expected);
        string message = _turbo.LastMessage;
        CodecStatus ours;
        try
        {
            ours = _collector.Decode(_decoder, file).Warned ? CodecStatus.Warned : CodecStatus.Clean;
        }
        catch (BadSampleException)
        {
            ours = CodecStatus.Failed;
        }

        if (status != ours)
            Assert.Fail($"{what}: libjpeg {status} ({message}), ours {ours}; {Kept(file)}");
        if (status != CodecStatus.Failed && !_collector.Pixels.SequenceEqual(expected))
            Assert.Fail($"{what}: {status} ({message}), pixels differ; {Kept(file)}");
        Count(status.ToString());
    }

    private static string Kept(byte[] file)
    {
        string path = Path.Combine(Path.GetTempPath(), $"featureforge-{Guid.NewGuid():N}.jpg");
        File.WriteAllBytes(path, file);
        return path;
    }

    private void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;

    private void Report()
    {
        foreach (var (outcome, times) in _outcomes)
            output.WriteLine($"{times,7} {outcome}");
        for (int i = 0; i < _decoder.Refusals.Length; i++)
            output.WriteLine($"{_decoder.Refusals[i],7} {(JpegRefusal)i}");
    }
}
