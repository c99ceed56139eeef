using System.Buffers.Binary;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Entry points against the encoder that wrote the file, and decoding that begins at them against decoding from the top.</summary>
public sealed class EntryPointTests : IDisposable
{
    private readonly FastJpegDecoder _decoder = new();
    private readonly EntryPoints _points = new();
    private readonly PictureCollector _collector = new();

    public static IEnumerable<object[]> Factors => FastJpegDecoderTests.Factors;

    public static IEnumerable<object[]> Levels => FastJpegDecoderTests.Levels;

    public void Dispose() => _decoder.Dispose();

    [Theory]
    [MemberData(nameof(Factors))]
    public void FindEntryPoints_AtAnyRestartInterval_FindsWhereTheEncoderBeganEachRow(string factors)
    {
        int seed = 0;
        foreach (var (width, height, bits) in new[] { (70, 150, 6), (33, 200, 3), (9, 90, 11), (130, 64, 15) })
        {
            foreach (int restart in new[] { 0, 1, 2, 5, 9, 40 })
            {
                JpegSpecimen specimen = Specimen(factors) with { Shape = new ImageShape(width, height), MagnitudeBits = bits, RestartInterval = restart, Seed = ++seed };
                byte[] file = JpegWriter.Write(specimen, specimen.Coefficients(), out IReadOnlyList<EntryPoint> expected);

                JpegRefusal refusal = _decoder.FindEntryPoints(file, _points);

                if (refusal == JpegRefusal.Sampling)
                    return;
                Assert.Equal(JpegRefusal.None, refusal);
                Assert.Equal(expected, Enumerable.Range(0, _points.Rows).Select(row => _points[row]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Factors))]
    public void DecodeRows_FromAnyEntryPoint_GivesTheRowsOfTheWholePicture(string factors)
    {
        foreach (int restart in new[] { 0, 3, 4, 17 })
            AssertEveryCrop(_decoder, Specimen(factors) with { RestartInterval = restart, Seed = restart + 5 });
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void DecodeRows_AtEveryVectorWidth_GivesTheRowsOfTheWholePicture(string level)
    {
        using var decoder = new FastJpegDecoder(Enum.Parse<SimdLevel>(level));
        foreach (string factors in new[] { "11", "11 11 11", "21 11 11", "22 11 11", "12 11 11", "41 11 11" })
            AssertEveryCrop(decoder, Specimen(factors));
    }

    [Theory]
    [InlineData("22 11 11", 0)]
    [InlineData("11 11 11", 7)]
    [InlineData("14 12 12", 0)]
    [InlineData("14 11 11", 0)]
    [InlineData("11", 5)]
    public void DecodePlaneRows_FromAnyEntryPoint_GivesTheSamplesOfTheWholePlanes(string factors, int restart)
    {
        JpegSpecimen specimen = Specimen(factors) with { RestartInterval = restart };
        byte[] file = WithPoints(specimen);
        using var whole = new JpegPlanes();
        Assert.Equal(JpegRefusal.None, _decoder.DecodeToPlanes(file, whole));
        for (int first = 0; first < specimen.Shape.Height; first += 13)
        {
            int end = Math.Min(specimen.Shape.Height, first + 40);

            var alone = new PlaneSink(whole, specimen.Shape.Width);
            Assert.True(_decoder.DecodePlaneRows(file, _points, new RowRange(first, end), alone));
            Assert.True(alone.First <= first && alone.End >= end);

            var fromTop = new PlaneSink(whole, specimen.Shape.Width);
            Assert.Equal(JpegRefusal.None, _decoder.DecodePlaneRows(file, new RowRange(first, end), toEnd: true, fromTop, out int next));
            Assert.Equal((alone.First, alone.End, alone.End), (fromTop.First, fromTop.End, next));
        }
    }

    [Theory]
    [MemberData(nameof(Factors))]
    public void ParallelDecodePicture_WithAnyThreads_GivesTheBytesOfOne(string factors)
    {
        JpegSpecimen specimen = Specimen(factors) with { RestartInterval = 6 };
        byte[] file = WithPoints(specimen);
        if (_decoder.Read(file) != JpegRefusal.None)
            return;
        byte[] expected = Whole(file, specimen.Shape);
        foreach (int threads in new[] { 1, 2, 3, 7 })
        {
            using var decoder = new ParallelJpegDecoder(threads);
            byte[] picture = new byte[specimen.Shape.RgbBytes];

            Assert.True(decoder.DecodePicture(file, _points, specimen.Shape, picture));

            Assert.Equal(expected, picture);
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void ParallelDecodePicture_AtEveryVectorWidth_GivesTheBytesOfOne(string level)
    {
        JpegSpecimen specimen = Specimen("22 11 11");
        byte[] file = WithPoints(specimen);
        byte[] picture = new byte[specimen.Shape.RgbBytes];
        using var decoder = new ParallelJpegDecoder(4, Enum.Parse<SimdLevel>(level));

        Assert.True(decoder.DecodePicture(file, _points, specimen.Shape, picture));

        Assert.Equal(Whole(file, specimen.Shape), picture);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void ParallelDecodePicture_WithAnyPointChanged_Refuses(int restart)
    {
        JpegSpecimen specimen = Specimen("22 11 11") with { RestartInterval = restart };
        byte[] file = WithPoints(specimen);
        byte[] bytes = Bytes(_points);
        using var decoder = new ParallelJpegDecoder(3);
        var random = new Random(3);
        for (int round = 0; round < 400; round++)
        {
            byte[] changed = [.. bytes];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            bool isRead = _points.TryRead(changed);

            Assert.False(isRead && decoder.DecodePicture(file, _points, specimen.Shape, new byte[specimen.Shape.RgbBytes]), $"round {round}");
        }
    }

    [Theory]
    [InlineData("22 11 11", 0, true)]
    [InlineData("11", 0, true)]
    [InlineData("11", 4, false)]
    public void DecodeRows_WithHostilePoints_NeverLeavesTheFile(string factors, int restart, bool isFoundOut)
    {
        JpegSpecimen specimen = Specimen(factors) with { RestartInterval = restart };
        byte[] file = WithPoints(specimen);
        byte[] bytes = Bytes(_points);
        byte[] whole = Whole(file, specimen.Shape);
        var random = new Random(9);
        int wrong = 0, accepted = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] changed = [.. bytes];
            for (int change = random.Next(1, 4); change > 0; change--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            int first = random.Next(specimen.Shape.Height - 1), end = random.Next(first + 1, specimen.Shape.Height + 1);
            _collector.Begin(specimen.Shape);
            if (!_points.TryRead(changed) || !_decoder.DecodeRows(file, _points, new RowRange(first, end), _collector))
                continue;
            accepted++;
            int rowBytes = specimen.Shape.RowBytes;
            if (!whole.AsSpan(first * rowBytes, (end - first) * rowBytes).SequenceEqual(_collector.Pixels[(first * rowBytes)..(end * rowBytes)]))
                wrong++;
        }

        // Points that a crop never passes may hold anything; those that it does must agree with what was decoded. The one that it begins
        // at has nothing to agree with but the next: random changes do not survive that, unless a restart marker between both makes the
        // decoder forget what it was told.
        Assert.True(accepted > 100, $"only {accepted} were accepted");
        Assert.True(wrong == 0 || !isFoundOut, $"{wrong} of {accepted} were wrong");
    }

    [Fact]
    public void DecodeRows_WithAllPredictionsShifted_IsOnlyFoundOutFromTheTop()
    {
        JpegSpecimen specimen = Specimen("22 11 11") with { Density = 0.02 };
        byte[] file = WithPoints(specimen);
        byte[] bytes = Bytes(_points);
        for (int place = 8 + 4; place < bytes.Length; place += 10)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(place), (short)(BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(place)) + 40));
        _points.TryRead(bytes);
        _collector.Begin(specimen.Shape);

        Assert.True(_decoder.DecodeRows(file, _points, new RowRange(80, 120), _collector), "nothing contradicts points that are all wrong alike");

        _points.BeginAtTop = true;
        Assert.False(_decoder.DecodeRows(file, _points, new RowRange(80, 120), _collector));
    }

    [Fact]
    public void FindEntryPoints_OfADamagedFile_Refuses()
    {
        byte[] file = WithPoints(Specimen("22 11 11"));
        for (int length = file.Length / 2; length < file.Length; length += 61)
            Assert.NotEqual(JpegRefusal.None, _decoder.FindEntryPoints(file.AsSpan(0, length), _points));
        Assert.Equal(JpegRefusal.ScanEnd, _decoder.FindEntryPoints([.. file[..^2], 0xFF, 0xD8], _points));
    }

    [Fact]
    public void TryRead_OfWhatWasWritten_GivesThePoints()
    {
        foreach (string factors in new[] { "22 11 11", "11" })
        {
            JpegSpecimen specimen = Specimen(factors) with { Shape = new ImageShape(16, 2000), MagnitudeBits = 11 };
            WithPoints(specimen);
            var read = new EntryPoints();

            Assert.True(read.TryRead(Bytes(_points)));

            Assert.Equal(Enumerable.Range(0, _points.Rows).Select(row => _points[row]), Enumerable.Range(0, read.Rows).Select(row => read[row]));
            for (int length = 0; length < _points.ByteCount; length += 7)
                Assert.False(read.TryRead(Bytes(_points).AsSpan(0, length)));
        }
    }

    [Fact]
    public void DecodeRows_WhenWarm_AllocatesNothing()
    {
        JpegSpecimen specimen = Specimen("22 11 11");
        byte[] file = WithPoints(specimen);
        byte[] bytes = Bytes(_points);
        var sink = new RowSink();
        int rounds = 0;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            _points.TryRead(bytes);
            _decoder.DecodeRows(file, _points, new RowRange(60, 100), sink);
            rounds++;
        }));
        Assert.Equal(rounds * 40, sink.Rows);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => _decoder.FindEntryPoints(file, _points)));
    }

    private static JpegSpecimen Specimen(string factors) => new() { Shape = new ImageShape(70, 150), Factors = [.. factors.Split(' ').Select(int.Parse)] };

    private static byte[] Bytes(EntryPoints points)
    {
        byte[] bytes = new byte[points.ByteCount];
        points.Write(bytes);
        return bytes;
    }

    private byte[] WithPoints(JpegSpecimen specimen)
    {
        byte[] file = JpegWriter.Write(specimen);
        _decoder.FindEntryPoints(file, _points);
        return file;
    }

    private byte[] Whole(byte[] file, ImageShape shape)
    {
        _collector.Begin(shape);
        Assert.Equal(JpegRefusal.None, _decoder.DecodeRows(file, new RowRange(0, shape.Height), toEnd: true, _collector, out _));
        return _collector.Pixels.ToArray();
    }

    private void AssertEveryCrop(FastJpegDecoder decoder, JpegSpecimen specimen)
    {
        byte[] file = WithPoints(specimen);
        if (decoder.Read(file) != JpegRefusal.None)
            return;
        byte[] whole = Whole(file, specimen.Shape);
        int rowBytes = specimen.Shape.RowBytes, height = specimen.Shape.Height;
        for (int first = 0; first < height; first += 3)
        {
            for (int end = first + 1; end <= height; end += 11)
            {
                _collector.Begin(specimen.Shape);

                Assert.True(decoder.DecodeRows(file, _points, new RowRange(first, end), _collector), $"{specimen}: rows {first} to {end}");

                Assert.Equal((first, end), (_collector.First, _collector.End));
                Assert.True(whole.AsSpan(first * rowBytes, (end - first) * rowBytes).SequenceEqual(_collector.Pixels[(first * rowBytes)..(end * rowBytes)]), $"{specimen}: rows {first} to {end}");
            }
        }
    }

    private sealed class RowSink : IRowConsumer
    {
        public int Rows { get; private set; }

        public void Accept(in RowBand band) => Rows += band.RowCount;
    }
}
