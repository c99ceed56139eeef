using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Turned files of several scans, whose picture is written over their coefficients, against libjpeg-turbo's picture turned as a whole.</summary>
public sealed class TurnedScansTests : IDisposable
{
    private readonly JpegDecoder _decoder = new(new DecodeOptions());
    private readonly TurboJpegDecompressor _turbo = new();
    private readonly PictureCollector _collector = new();

    public static IEnumerable<object[]> Kinds => new[] { "11", "11 11 11", "21 11 11", "22 11 11", "12 11 11", "41 11 11", "14 11 11", "22 21 11" }.Select(factors => new object[] { factors });

    public void Dispose()
    {
        _decoder.Dispose();
        _turbo.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_AtEveryOrientation_EqualsLibjpegTurned(string factors)
    {
        int seed = 0;
        foreach (ImageShape shape in new ImageShape[] { new(1, 1), new(17, 40), new(256, 33), new(301, 200) })
        {
            foreach (Orientation orientation in Enum.GetValues<Orientation>().Where(orientation => orientation != Orientation.Upright))
                AssertEqualsLibjpeg(Specimen(shape, factors, ++seed), orientation, isProgressive: seed % 3 > 0 || factors == "11");
        }
    }

    [Theory]
    [InlineData(1920, 1600, "11 11 11")]
    [InlineData(3200, 1840, "22 11 11")]
    public void Run_WhenCoefficientsTakeSeveralSlabs_EqualsLibjpegTurned(int width, int height, string factors)
    {
        JpegSpecimen specimen = Specimen(new ImageShape(width, height), factors, 3);
        DecodePlan plan = AssertEqualsLibjpeg(specimen, Orientation.Rotate90Clockwise, isProgressive: false);
        Assert.True(plan.ScratchBytes < plan.Stored.RgbBytes / 8, $"{plan.ScratchBytes} bytes beside the coefficients");
        AssertEqualsLibjpeg(specimen, Orientation.Rotated180, isProgressive: false);
    }

    [Fact]
    public void Run_WhenTheLastScanIsDamaged_GivesThePictureOfLibjpegTurned()
    {
        JpegSpecimen specimen = Specimen(new ImageShape(301, 200), "22 11 11", 5);
        byte[] file = Write(specimen, isProgressive: true);
        for (int i = 40; i > 20; i -= 2)
            (file[^i], file[^(i - 1)]) = (0xFF, 0x00);
        byte[] expected = new byte[specimen.Shape.RgbBytes];
        Assert.Equal(CodecStatus.Warned, _turbo.Decompress(file, specimen.Shape, expected));
        Assert.True(AssertEqual(file, expected, Orientation.Transversed).Warned);
        Assert.Equal(0, _decoder.Refusals[(int)JpegRefusal.None]);
        Assert.Equal(1, _decoder.Refusals[(int)JpegRefusal.Data]);
    }

    [Fact]
    public void Run_WhenWarm_AllocatesNothing()
    {
        byte[] file = DrawnFiles.WithOrientation(Write(Specimen(new ImageShape(301, 200), "11 11 11", 1), isProgressive: true), 6);
        DecodePlan plan = _decoder.Plan(file);
        byte[] scratch = new byte[plan.ScratchBytes];
        var sink = new RowSink();
        Assert.Equal(0, SteadyState.AllocatedBytes(() => _decoder.Run(file, plan, new RowRange(20, 150), scratch, sink)));
        Assert.Equal(150, sink.End);
    }

    private static JpegSpecimen Specimen(ImageShape shape, string factors, int seed) =>
        new() { Shape = shape, Factors = [.. factors.Split(' ').Select(int.Parse)], Seed = seed, Density = 0.02, MagnitudeBits = 5 };

    private static byte[] Write(JpegSpecimen specimen, bool isProgressive)
    {
        var random = new Random(specimen.Seed);
        int count = specimen.Factors.Length;
        return SeveralScansWriter.Write(specimen, isProgressive ? ScanSpecimen.Progressive(count, random) : ScanSpecimen.Sequential(count, random), isProgressive);
    }

    private DecodePlan AssertEqualsLibjpeg(JpegSpecimen specimen, Orientation orientation, bool isProgressive)
    {
        byte[] file = Write(specimen, isProgressive);
        byte[] expected = new byte[specimen.Shape.RgbBytes];
        Assert.Equal(CodecStatus.Clean, _turbo.Decompress(file, specimen.Shape, expected));
        long taken = _decoder.Refusals[(int)JpegRefusal.None];
        DecodePlan plan = AssertEqual(file, expected, orientation).Plan;
        Assert.Equal(taken + 1, _decoder.Refusals[(int)JpegRefusal.None]);
        return plan;
    }

    private (DecodePlan Plan, bool Warned) AssertEqual(byte[] file, byte[] stored, Orientation orientation)
    {
        (DecodePlan plan, bool warned) = _collector.Decode(_decoder, DrawnFiles.WithOrientation(file, (int)orientation));
        byte[] upright = new byte[stored.Length];
        OrientationTransform.CopyRows(new ReadOnlyImageView(plan.Stored, stored), orientation, 0, upright);
        Assert.Equal(orientation, plan.Orientation);
        Assert.True(upright.AsSpan().SequenceEqual(_collector.Pixels), $"{plan.Stored}, {orientation}");
        return (plan, warned);
    }

    private sealed class RowSink : IRowConsumer
    {
        public int End { get; private set; }

        public void Accept(in RowBand band) => End = band.FirstRow + band.RowCount;
    }
}
