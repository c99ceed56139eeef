using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Progressive files and files of several scans against libjpeg-turbo, with scans as any encoder could choose them.</summary>
public sealed class SeveralScansTests : IDisposable
{
    private static readonly int[][] s_factors =
    [
        [11], [22], [11, 11, 11], [21, 11, 11], [22, 11, 11], [12, 11, 11], [41, 11, 11], [14, 11, 11], [42, 11, 11], [22, 12, 12], [22, 21, 11], [13, 11, 11],
        [11, 22, 11], [14, 12, 12],
    ];

    private readonly FastJpegDecoder _decoder = new();
    private readonly TurboJpegDecompressor _turbo = new();
    private readonly PictureCollector _collector = new();

    public static IEnumerable<object[]> Kinds => from factors in s_factors from progressive in new[] { true, false }
                                                 where factors.Length > 1 || progressive
                                                 select new object[] { string.Join(' ', factors), progressive };

    public static IEnumerable<object[]> Levels => FastJpegDecoderTests.Levels;

    public void Dispose()
    {
        _decoder.Dispose();
        _turbo.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DecodeRows_AtAnySizeAndOrderOfScans_EqualsLibjpeg(string factors, bool isProgressive)
    {
        int[] sizes = [1, 2, 7, 8, 9, 16, 17, 33, 65, 130, 270];
        int seed = 0;
        foreach (int width in sizes)
        {
            foreach (int height in sizes.Where(height => width * height < 40_000))
            {
                var specimen = new JpegSpecimen
                {
                    Shape = new ImageShape(width, height), Factors = [.. factors.Split(' ').Select(int.Parse)], Seed = ++seed, Density = seed % 6 * 0.06 + 0.003,
                    MagnitudeBits = 1 + seed % 15, LargestQuantizer = seed % 5 == 0 ? 65535 : 40,
                };
                AssertEqualsLibjpeg(_decoder, specimen, Scans(specimen, isProgressive), isProgressive);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void DecodeRows_AtEveryVectorWidth_EqualsLibjpeg(string level)
    {
        using var decoder = new FastJpegDecoder(Enum.Parse<SimdLevel>(level));
        for (int seed = 0; seed < 56; seed++)
        {
            var specimen = new JpegSpecimen
            {
                Shape = new ImageShape(100 + seed, 60), Factors = s_factors[seed % s_factors.Length], Seed = seed, MagnitudeBits = 3 + seed % 9,
            };
            bool isProgressive = seed % 3 > 0 || specimen.Factors.Length == 1;
            AssertEqualsLibjpeg(decoder, specimen, Scans(specimen, isProgressive), isProgressive);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.000_002)]
    [InlineData(0.000_1)]
    public void DecodeRows_WhenRunsAreTheLongest_EqualsLibjpeg(double density)
    {
        // 65,536 blocks; a run holds 32,767 at most.
        var specimen = new JpegSpecimen { Shape = new ImageShape(2048, 2048), Factors = [11], Density = density, MagnitudeBits = 4 };
        ScanSpecimen[] scans = [new([0], 0, 0, 0, 1), new([0], 1, 63, 0, 2), new([0], 1, 63, 2, 1), new([0], 0, 0, 1, 0), new([0], 1, 63, 1, 0)];
        AssertEqualsLibjpeg(_decoder, specimen, scans, isProgressive: true);
        AssertEqualsLibjpeg(_decoder, specimen, [.. scans.Select(scan => scan with { RestartInterval = 40_000 })], isProgressive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DecodeCoefficients_OfDrawnFiles_GivesWhatWasWritten(bool isProgressive)
    {
        using var coefficients = new JpegCoefficients();
        for (int seed = 0; seed < 40; seed++)
        {
            var specimen = new JpegSpecimen { Shape = new ImageShape(150 + seed, 61), Factors = s_factors[2 + seed % 12], Seed = seed, MagnitudeBits = 1 + seed % 15, Density = seed % 7 * 0.1 };
            short[][] expected = specimen.Coefficients();

            Assert.Equal(JpegRefusal.None, _decoder.DecodeCoefficients(SeveralScansWriter.Write(specimen, expected, Scans(specimen, isProgressive), isProgressive), coefficients));

            for (int i = 0; i < expected.Length; i++)
            {
                // Blocks that only fill up coding units are not in all scans.
                int perRow = specimen.BlocksPerRow(i), coded = specimen.CodedBlocksPerRow(i);
                for (int row = 0; row < specimen.CodedBlockRows(i); row++)
                    Assert.True(coefficients.Blocks(i).Slice(row * perRow * 64, coded * 64).SequenceEqual(expected[i].AsSpan(row * perRow * 64, coded * 64)), $"{specimen}: component {i}, row {row}");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DecodeRows_WhenSomeRowsAreWanted_DeliversExactlyThose(bool isProgressive)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(50, 150), Factors = [22, 11, 11] };
        byte[] file = SeveralScansWriter.Write(specimen, Scans(specimen, isProgressive), isProgressive);
        byte[] expected = new byte[specimen.Shape.RgbBytes];
        Assert.Equal(CodecStatus.Clean, _turbo.Decompress(file, specimen.Shape, expected));
        int rowBytes = specimen.Shape.RowBytes;
        for (int first = 0; first < 150; first += 13)
        {
            for (int end = first + 1; end <= 150; end += 17)
            {
                _collector.Begin(specimen.Shape);

                Assert.Equal(JpegRefusal.None, _decoder.DecodeRows(file, new RowRange(first, end), toEnd: end % 2 == 0, _collector, out int next));

                Assert.Equal((first, end, end), (_collector.First, _collector.End, next));
                Assert.Equal(expected.AsSpan(first * rowBytes, (end - first) * rowBytes), _collector.Pixels[(first * rowBytes)..(end * rowBytes)]);
            }
        }
    }

    [Fact]
    public void Read_WhenScansAreNotTheRegularOnes_LeavesTheFileToLibjpeg()
    {
        ScanSpecimen dc = new([0, 1, 2], 0, 0, 0, 0);
        ScanSpecimen[] ac = [.. Enumerable.Range(0, 3).Select(i => new ScanSpecimen([i], 1, 63, 0, 0))];
        Assert.Equal(JpegRefusal.None, Read([dc, .. ac]));
        Assert.Equal(JpegRefusal.Incomplete, Read([dc]));
        Assert.Equal(JpegRefusal.Incomplete, Read([dc, .. ac[..2]]));
        Assert.Equal(JpegRefusal.Incomplete, Read([dc, .. ac[..2], ac[2] with { Low = 1 }]));
        Assert.Equal(JpegRefusal.Incomplete, Read([dc, .. ac[..2], ac[2] with { Last = 62 }]));
        Assert.Equal(JpegRefusal.ScanOrder, Read([.. ac, dc]));
        Assert.Equal(JpegRefusal.ScanOrder, Read([dc, dc, .. ac]));
        Assert.Equal(JpegRefusal.ScanOrder, Read([dc, .. ac, ac[0] with { Before = 2, Low = 1 }]));
        Assert.Equal(JpegRefusal.ScanOrder, Read([dc, ac[0] with { Low = 14 }, .. ac]));
        Assert.Equal(JpegRefusal.ScanOrder, Read([dc with { Last = 63 }]));
        Assert.Equal(JpegRefusal.Incomplete, Read([dc with { Components = [0], Last = 63 }], isProgressive: false));
        Assert.Equal(JpegRefusal.ScanOrder, Read([.. Enumerable.Repeat(dc with { Components = [0], Last = 63 }, 2)], isProgressive: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DecodeRows_WhenWarm_AllocatesNothing(bool isProgressive)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(300, 200), Factors = [22, 11, 11] };
        byte[] file = SeveralScansWriter.Write(specimen, Scans(specimen, isProgressive), isProgressive);
        var sink = new RowSink();
        int refused = 0;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            if (_decoder.DecodeRows(file, new RowRange(0, 200), toEnd: true, sink, out _) != JpegRefusal.None)
                refused++;
        }));
        Assert.Equal(0, refused);
    }

    [Fact]
    public void IntoPlain_OfRandomMasks_EqualsTheInstruction()
    {
        var random = new Random(5);
        for (int i = 0; i < 1000; i++)
        {
            ulong bits = (ulong)random.NextInt64() >> random.Next(64), mask = ((ulong)random.NextInt64() << 1) >> random.Next(64);
            Assert.Equal(BitDeposit.Into(bits, mask), BitDeposit.IntoPlain(bits, mask));
        }
    }

    private static ScanSpecimen[] Scans(JpegSpecimen specimen, bool isProgressive)
    {
        var random = new Random(specimen.Seed);
        return isProgressive ? ScanSpecimen.Progressive(specimen.Factors.Length, random) : ScanSpecimen.Sequential(specimen.Factors.Length, random);
    }

    private JpegRefusal Read(ScanSpecimen[] scans, bool isProgressive = true)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(40, 30), Factors = [22, 11, 11], MagnitudeBits = 4 };
        byte[] file = SeveralScansWriter.Write(specimen, scans, isProgressive);
        JpegRefusal refusal = _decoder.Read(file);
        _collector.Begin(specimen.Shape);
        Assert.Equal(refusal, _decoder.DecodeRows(file, new RowRange(0, 30), toEnd: true, _collector, out int next));
        Assert.Equal(refusal == JpegRefusal.None ? 30 : 0, next);
        return refusal;
    }

    private void AssertEqualsLibjpeg(FastJpegDecoder decoder, JpegSpecimen specimen, ScanSpecimen[] scans, bool isProgressive)
    {
        byte[] file = SeveralScansWriter.Write(specimen, scans, isProgressive);
        string what = $"{specimen}: {string.Join("; ", scans.AsEnumerable())}";
        byte[] expected = new byte[specimen.Shape.RgbBytes];
        Assert.True(_turbo.Decompress(file, specimen.Shape, expected) == CodecStatus.Clean, $"{what}: {_turbo.LastMessage}");
        _collector.Begin(specimen.Shape);
        JpegRefusal refusal = decoder.DecodeRows(file, new RowRange(0, specimen.Shape.Height), toEnd: true, _collector, out int next);
        Assert.True(refusal == JpegRefusal.None, $"{what}: {refusal}");
        Assert.Equal(specimen.Shape.Height, next);
        int same = expected.AsSpan().CommonPrefixLength(_collector.Pixels);
        Assert.True(same == expected.Length, $"{what}: differs at row {same / specimen.Shape.RowBytes}, column {same % specimen.Shape.RowBytes / 3}");
        if (_turbo.ReadShape(file, out _) == CodecStatus.Clean)
            Assert.True(PlaneComparison.Equals(decoder, _turbo, file), $"{what}: planes");
    }

    private sealed class RowSink : IRowConsumer
    {
        public void Accept(in RowBand band)
        {
            // What the rows hold is looked at elsewhere.
        }
    }
}
