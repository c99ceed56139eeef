using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>
/// No byte outside a file is read, whatever the file holds: files lie against pages without access, so that such a read ends the
/// process. Libjpeg-turbo takes no part.
/// </summary>
public sealed class GuardedInputTests : IDisposable
{
    private const int MostBytes = 1 << 16;
    private const int Flips = 60;
    private readonly GuardedPages? _pages = OperatingSystem.IsLinux() ? new(MostBytes) : null;
    private readonly JpegDecoder _planner = new(new DecodeOptions());
    private readonly JpegPlanes _planes = new();
    private readonly JpegCoefficients _coefficients = new();
    private readonly RowSink _sink = new();

    public static IEnumerable<object[]> Levels => FastJpegDecoderTests.Levels;

    public void Dispose()
    {
        _pages?.Dispose();
        _planner.Dispose();
        _planes.Dispose();
        _coefficients.Dispose();
    }

    [SkippableFact]
    public void GuardedPages_WhenReadOutside_Fault()
    {
        GuardedPages pages = Pages();
        using var folder = new TemporaryFolder();
        using FileStream stream = File.Create(Path.Combine(folder.Path, "bytes"));

        // The kernel reads on our behalf here, so a fault is an error instead of the end of this process.
        Assert.True(pages.AtStart("first"u8).SequenceEqual("first"u8));
        RandomAccess.Write(stream.SafeFileHandle, pages.Byte(0), 0);
        RandomAccess.Write(stream.SafeFileHandle, pages.Byte(pages.Size - 1), 0);
        Assert.ThrowsAny<IOException>(() => RandomAccess.Write(stream.SafeFileHandle, pages.Byte(-1), 0));
        Assert.ThrowsAny<IOException>(() => RandomAccess.Write(stream.SafeFileHandle, pages.Byte(pages.Size), 0));
    }

    [SkippableTheory]
    [MemberData(nameof(Levels))]
    public void Decode_OfDrawnFiles_ReadsNothingOutside(string level) => DecodeAll(level, [.. Enumerable.Range(0, 9).Select(Draw)]);

    [SkippableTheory]
    [MemberData(nameof(Levels))]
    public void Decode_OfRealFiles_ReadsNothingOutside(string level) => DecodeAll(level,
        [.. Directory.EnumerateFiles(TestData.Require("jpeg"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            .Where(file => file.Length < 8_000 && ImageSignature.IsJpeg(file))]);

    private static byte[] Draw(int seed)
    {
        var random = new Random(seed);
        var specimen = new JpegSpecimen { Shape = new ImageShape(60 + seed, 40), Factors = seed % 2 == 0 ? [22, 11, 11] : [11, 11, 11], Seed = seed, RestartInterval = seed % 4 };
        return (seed % 3) switch
        {
            0 => JpegWriter.Write(specimen),
            1 => SeveralScansWriter.Write(specimen, ScanSpecimen.Progressive(3, random), isProgressive: true),
            _ => SeveralScansWriter.Write(specimen, ScanSpecimen.Sequential(3, random), isProgressive: false),
        };
    }

    private void DecodeAll(string level, byte[][] files)
    {
        using var decoder = new FastJpegDecoder(Enum.Parse<SimdLevel>(level));
        var random = new Random(7);
        int taken = 0;
        foreach (byte[] file in files)
        {
            taken += Decode(decoder, file) ? 1 : 0;
            for (int length = 0; length < file.Length; length += 1 + length / 23)
                Decode(decoder, file.AsSpan(0, length));
            for (int flip = 0; flip < Flips; flip++)
            {
                byte[] flipped = [.. file];
                flipped[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                Decode(decoder, flipped.AsSpan(0, flip % 2 == 0 ? file.Length : random.Next(file.Length)));
            }
        }

        Assert.True(taken > files.Length / 3, $"Only {taken} of {files.Length} files were taken.");
    }

    private bool Decode(FastJpegDecoder decoder, ReadOnlySpan<byte> file)
    {
        GuardedPages pages = Pages();
        Decode(decoder, pages.AtStart(file), out _);
        Decode(decoder, pages.AtEnd(file), out bool isTaken);
        return isTaken;
    }

    private void Decode(FastJpegDecoder decoder, ReadOnlySpan<byte> file, out bool isTaken)
    {
        isTaken = false;
        try
        {
            if (_planner.Plan(file).Stored.Pixels > 1_000_000)
                return;
        }
        catch (BadSampleException)
        {
            // The header's rules refuse it; the decoder itself must still be safe, unless it would ask for much memory.
            if (decoder.Read(file) != JpegRefusal.None)
                return;
        }

        isTaken = decoder.DecodeRows(file, new RowRange(0, int.MaxValue), toEnd: true, _sink, out _) == JpegRefusal.None;
        decoder.DecodeToPlanes(file, _planes);
        decoder.DecodeCoefficients(file, _coefficients);
    }

    private GuardedPages Pages()
    {
        Skip.If(_pages is null, "Pages without access are set up by calls of Linux.");
        return _pages!;
    }

    private sealed class RowSink : IRowConsumer
    {
        public void Accept(in RowBand band)
        {
            // What the rows hold is looked at elsewhere.
        }
    }
}
