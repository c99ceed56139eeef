using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>The engine's own decoder against libjpeg-turbo, on files whose every bit is known.</summary>
public sealed class FastJpegDecoderTests : IDisposable
{
    private static readonly int[][] s_factors =
    [
        [11], [22], [41],
        [11, 11, 11], [21, 11, 11], [22, 11, 11], [12, 11, 11], [41, 11, 11], [14, 11, 11], [42, 11, 11], [24, 11, 11],
        [22, 12, 12], [22, 21, 21], [22, 21, 11], [42, 21, 21], [44, 11, 11], [31, 11, 11], [13, 11, 11], [11, 22, 11], [21, 12, 11], [14, 12, 12], [41, 21, 11],
        [24, 12, 11], [22, 22, 11],
    ];

    private readonly FastJpegDecoder _decoder = new();
    private readonly TurboJpegDecompressor _turbo = new();
    private readonly PictureCollector _collector = new();
    private int _compared;

    public static IEnumerable<object[]> Factors => s_factors.Select(factors => new object[] { string.Join(' ', factors) });

    public static IEnumerable<object[]> Levels => Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best).Select(level => new object[] { level.ToString() });

    public void Dispose()
    {
        _decoder.Dispose();
        _turbo.Dispose();
    }

    [Theory]
    [MemberData(nameof(Factors))]
    public void DecodeRows_AtAnySizeAndRestartInterval_EqualsLibjpeg(string factors)
    {
        int[] parsed = [.. factors.Split(' ').Select(int.Parse)];
        int[] sizes = [1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 64, 65, 130];
        int seed = 0;
        foreach (int width in sizes)
        {
            foreach (int height in sizes)
            {
                var specimen = new JpegSpecimen { Shape = new ImageShape(width, height), Factors = parsed, RestartInterval = seed % 4 * (seed % 3), Seed = ++seed };
                AssertEqualsLibjpeg(_decoder, JpegWriter.Write(specimen), specimen.ToString());
            }
        }

        // libjpeg allows ten blocks per coding unit.
        Assert.Equal(parsed.Length > 1 && parsed.Sum(factor => factor / 10 * (factor % 10)) > 10 ? 0 : sizes.Length * sizes.Length, _compared);
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.5, 3)]
    [InlineData(1, 2)]
    [InlineData(1, 11)]
    [InlineData(0.3, 15)]
    [InlineData(0.02, 15)]
    public void DecodeCoefficients_AtAnyDensity_GivesWhatWasWritten(double density, int bits)
    {
        using var coefficients = new JpegCoefficients();
        for (int seed = 0; seed < 12; seed++)
        {
            var specimen = new JpegSpecimen
            {
                Shape = new ImageShape(317, 93), Factors = s_factors[seed % s_factors.Length], Density = density, MagnitudeBits = bits, RestartInterval = seed % 5, Seed = seed,
            };
            short[][] expected = specimen.Coefficients();

            Assert.Equal(JpegRefusal.None, _decoder.DecodeCoefficients(JpegWriter.Write(specimen, expected), coefficients));

            Assert.Equal(expected.Length, coefficients.Count);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal((specimen.BlocksPerRow(i), specimen.BlockRows(i)), (coefficients.BlocksPerRow(i), coefficients.BlockRows(i)));
                Assert.True(coefficients.Blocks(i).SequenceEqual(expected[i]), $"{specimen}: component {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void DecodeRows_AtEveryVectorWidth_EqualsLibjpeg(string level)
    {
        using var decoder = new FastJpegDecoder(Enum.Parse<SimdLevel>(level));
        int seed = 0;
        foreach (int[] factors in s_factors)
        {
            // Coefficients and quantizers beyond any real file: sums wrap around and saturate as in libjpeg-turbo's vector code.
            foreach (int bits in new[] { 4, 8, 11, 15 })
            {
                foreach (int quantizer in new[] { 2, 60, 255, 65535 })
                {
                    var specimen = new JpegSpecimen
                    {
                        Shape = new ImageShape(70 + seed % 50, 40), Factors = factors, Density = seed % 3 * 0.1 + 0.002, MagnitudeBits = bits, LargestQuantizer = quantizer, Seed = ++seed,
                    };
                    AssertEqualsLibjpeg(decoder, JpegWriter.Write(specimen), specimen.ToString());
                }
            }
        }

        Assert.True(_compared > 300, $"Only {_compared} files were compared.");
    }

    [Theory]
    [InlineData(null, "RGB")]
    [InlineData(0, "\u0001\u0002\u0003")]
    [InlineData(1, "RGB")]
    [InlineData(null, "\u0000\u0001\u0002")]
    [InlineData(null, "rgb")]
    public void DecodeRows_AtAnyColorMarking_EqualsLibjpeg(int? transform, string ids)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(45, 31), Factors = [11, 11, 11], AdobeTransform = transform, Ids = [.. ids.Select(id => (byte)id)] };

        AssertEqualsLibjpeg(_decoder, JpegWriter.Write(specimen), specimen.ToString());

        Assert.Equal(1, _compared);
    }

    [Theory]
    [InlineData(ChromaSampling.Chroma444)]
    [InlineData(ChromaSampling.Chroma422)]
    [InlineData(ChromaSampling.Chroma420)]
    [InlineData(ChromaSampling.Grey)]
    public void DecodeToPlanes_AtAnyQuality_EqualsLibjpeg(ChromaSampling sampling)
    {
        using var compressor = new TurboJpegCompressor();
        using var buffer = new GrowableBuffer();
        foreach (int size in new[] { 1, 7, 16, 99, 333 })
        {
            var shape = new ImageShape(size, size * 2 / 3 + 1);
            foreach (int quality in new[] { 1, 10, 50, 75, 90, 98, 100 })
            {
                int bytes = compressor.Compress(new ReadOnlyImageView(shape, DrawnFiles.Pixels(shape)), quality, sampling, buffer);
                byte[] file = buffer.Ensure(bytes).ToArray();
                AssertEqualsLibjpeg(_decoder, file, $"{shape} {quality}");
                Assert.True(PlaneComparison.Equals(_decoder, _turbo, file), $"planes of {shape} {quality}");
            }
        }
    }

    [Theory]
    [InlineData("22 11 11")]
    [InlineData("11 11 11")]
    [InlineData("14 12 12")]
    [InlineData("11")]
    public void DecodeRows_WhenSomeRowsAreWanted_DeliversExactlyThose(string factors)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(50, 150), Factors = [.. factors.Split(' ').Select(int.Parse)] };
        byte[] file = JpegWriter.Write(specimen);
        byte[] whole = Decode(_decoder, file, specimen.Shape);
        int rowBytes = specimen.Shape.RowBytes;
        for (int first = 0; first < 150; first += 5)
        {
            for (int end = first + 1; end <= 150; end += 7)
            {
                _collector.Begin(specimen.Shape);

                Assert.Equal(JpegRefusal.None, _decoder.DecodeRows(file, new RowRange(first, end), toEnd: false, _collector, out int next));

                Assert.Equal((first, end, end), (_collector.First, _collector.End, next));
                Assert.Equal(whole.AsSpan(first * rowBytes, (end - first) * rowBytes), _collector.Pixels[(first * rowBytes)..(end * rowBytes)]);
            }
        }
    }

    [Theory]
    [InlineData("22 11 11")]
    [InlineData("21 11 11")]
    [InlineData("12 11 11")]
    [InlineData("11 11 11")]
    [InlineData("41 11 11")]
    [InlineData("11")]
    public void DecodeRows_WhenSomeColumnsAreWanted_GivesTheSameBytesThere(string factors)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(1300, 40), Factors = [.. factors.Split(' ').Select(int.Parse)] };
        byte[] file = JpegWriter.Write(specimen);
        byte[] whole = Decode(_decoder, file, specimen.Shape);
        foreach (SimdLevel level in Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best))
        {
            using var decoder = new FastJpegDecoder(level);
            foreach (var (first, end) in new[] { (0, 1), (0, 1300), (127, 129), (255, 257), (256, 512), (513, 1024), (520, 530), (700, 1300), (1299, 1300) })
            {
                foreach (bool inPlanes in new[] { false, true })
                {
                    var columns = new ColumnCollector(specimen.Shape, inPlanes);
                    var wanted = new RowRange(0, 40) { FirstColumn = first, EndColumn = end };

                    Assert.Equal(JpegRefusal.None, decoder.DecodeRows(file, wanted, toEnd: true, columns, out _));

                    Assert.Equal(40, columns.Rows);
                    for (int row = 0; row < 40; row++)
                        Assert.Equal(whole.AsSpan(((row * 1300) + first) * 3, (end - first) * 3), columns.Pixels.Slice(((row * 1300) + first) * 3, (end - first) * 3));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Factors))]
    public void DecodePlaneRows_AtAnySampling_GivesTheWholePlanesOrRefuses(string factors)
    {
        int[] parsed = [.. factors.Split(' ').Select(int.Parse)];
        bool fits = parsed.Length == 1 || (parsed[1] == parsed[2] && parsed[0] / 10 >= parsed[1] / 10 && parsed[0] % 10 >= parsed[1] % 10);
        using var whole = new JpegPlanes();
        foreach (ImageShape shape in new ImageShape[] { new(1, 1), new(70, 150), new(33, 9), new(130, 64) })
        {
            byte[] file = JpegWriter.Write(new JpegSpecimen { Shape = shape, Factors = parsed });
            JpegRefusal taken = _decoder.DecodeToPlanes(file, whole);
            var sink = new PlaneSink(whole, shape.Width);

            JpegRefusal refusal = _decoder.DecodePlaneRows(file, new RowRange(0, shape.Height), toEnd: true, sink, out int next);

            Assert.Equal(taken != JpegRefusal.None ? taken : fits ? JpegRefusal.None : JpegRefusal.Sampling, refusal);
            Assert.Equal(refusal == JpegRefusal.None ? shape.Height : 0, next);
            Assert.Equal(next, sink.End);
        }
    }

    [Fact]
    public void DecodePlaneRows_WhenColoursAreRgb_Refuses()
    {
        byte[] file = JpegWriter.Write(new JpegSpecimen { Shape = new ImageShape(20, 20), Factors = [11, 11, 11], AdobeTransform = 0 });

        Assert.Equal(JpegRefusal.Sampling, _decoder.DecodePlaneRows(file, new RowRange(0, 20), toEnd: true, new RowSink(), out _));
    }

    [Fact]
    public void DecodeRows_WhenDataAreCut_HasHandedOnOnlyWhatLibjpegGives()
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(120, 200), Factors = [22, 11, 11] };
        byte[] file = JpegWriter.Write(specimen);
        for (int length = file.Length / 3; length < file.Length - 2; length += 997)
        {
            byte[] cut = [.. file[..length], 0xFF, 0xD9];
            byte[] expected = new byte[specimen.Shape.RgbBytes];
            Assert.NotEqual(CodecStatus.Failed, _turbo.Decompress(cut, specimen.Shape, expected));
            _collector.Begin(specimen.Shape);

            Assert.NotEqual(JpegRefusal.None, _decoder.DecodeRows(cut, new RowRange(0, 200), toEnd: false, _collector, out int next));

            Assert.Equal(_collector.End, next);
            Assert.Equal(expected.AsSpan(0, next * specimen.Shape.RowBytes), _collector.Pixels[..(next * specimen.Shape.RowBytes)]);
        }
    }

    [Theory]
    [InlineData("22 11 11", 0)]
    [InlineData("11", 3)]
    public void DecodeRows_WhenWarm_AllocatesNothing(string factors, int restartInterval)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(300, 200), Factors = [.. factors.Split(' ').Select(int.Parse)], RestartInterval = restartInterval };
        byte[] file = JpegWriter.Write(specimen);
        var sink = new RowSink();
        int rounds = 0;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            _decoder.DecodeRows(file, new RowRange(0, 200), toEnd: true, sink, out _);
            rounds++;
        }));
        Assert.Equal(rounds * 200, sink.Rows);
    }

    private static byte[] Decode(FastJpegDecoder decoder, byte[] file, ImageShape shape)
    {
        var collector = new PictureCollector();
        collector.Begin(shape);
        Assert.Equal(JpegRefusal.None, decoder.DecodeRows(file, new RowRange(0, shape.Height), toEnd: true, collector, out _));
        return collector.Pixels.ToArray();
    }

    private void AssertEqualsLibjpeg(FastJpegDecoder decoder, byte[] file, string what)
    {
        ImageShape shape = JpegHeaderReader.Read(file).Shape;
        byte[] expected = new byte[shape.RgbBytes];
        CodecStatus status = _turbo.Decompress(file, shape, expected);
        _collector.Begin(shape);
        JpegRefusal refusal = decoder.DecodeRows(file, new RowRange(0, shape.Height), toEnd: true, _collector, out int next);
        if (status != CodecStatus.Clean)
        {
            Assert.NotEqual(JpegRefusal.None, refusal);
            return;
        }

        Assert.True(refusal == JpegRefusal.None, $"{what}: {refusal}");
        Assert.Equal(shape.Height, next);
        _compared++;
        int same = expected.AsSpan().CommonPrefixLength(_collector.Pixels);
        Assert.True(same == expected.Length, $"{what}: differs at row {same / shape.RowBytes}, column {same % shape.RowBytes / 3}");
    }

    private sealed class RowSink : IRowConsumer
    {
        public int Rows { get; private set; }

        public void Accept(in RowBand band) => Rows += band.RowCount;
    }
}
