using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Planes of files of several scans, made some rows at a time, against whole planes, which equal those of libjpeg-turbo.</summary>
public sealed class PlanePartTests : IDisposable
{
    private const int MostRowsHeld = 64;
    private readonly FastJpegDecoder _decoder = new();
    private readonly JpegPlanes _whole = new();
    private readonly JpegPlanes _parts = new() { InParts = true };

    public void Dispose()
    {
        _decoder.Dispose();
        _whole.Dispose();
        _parts.Dispose();
    }

    [Theory]
    [InlineData("11", true)]
    [InlineData("11 11 11", true)]
    [InlineData("22 11 11", true)]
    [InlineData("21 11 11", false)]
    [InlineData("12 11 11", true)]
    [InlineData("14 11 11", false)]
    public void DecodeNextPart_OfAnyRows_GivesThoseOfWholePlanes(string factors, bool isProgressive)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(70, 301), Factors = [.. factors.Split(' ').Select(int.Parse)], Seed = factors.Length };
        byte[] file = Write(specimen, isProgressive);
        Assert.Equal(JpegRefusal.None, _decoder.DecodeToPlanes(file, _whole));
        foreach ((int first, int end) in new[] { (0, 301), (0, 1), (300, 301), (63, 65), (64, 128), (37, 210), (0, int.MaxValue) })
        {
            var wanted = new RowRange(first, end);
            int next = first;
            Assert.Equal(JpegRefusal.None, _decoder.DecodeToPlanes(file, wanted, toEnd: true, _parts));
            do
            {
                Assert.InRange(_parts.Rows.End - _parts.Rows.First, 1, MostRowsHeld);
                Assert.True(_parts.Rows.First <= next && _parts.Rows.End > next);
                for (int plane = 0; plane < _parts.Count; plane++)
                    AssertEqualRows(plane, (first, Math.Min(end, 301)));
                next = _parts.Rows.End;
            }
            while (_decoder.DecodeNextPart(wanted, _parts));
            Assert.True(next >= Math.Min(end, 301));
        }
    }

    [Theory]
    [InlineData("11")]
    [InlineData("11 11 11")]
    [InlineData("22 11 11")]
    [InlineData("12 11 11")]
    public void Run_WithFidelityFast_DeliversWholePlanesInOrder(string factors)
    {
        var specimen = new JpegSpecimen { Shape = new ImageShape(70, 301), Factors = [.. factors.Split(' ').Select(int.Parse)], MagnitudeBits = 4 };
        byte[] file = Write(specimen, isProgressive: true);
        using var decoder = new JpegDecoder(new DecodeOptions { Fidelity = DecodeFidelity.Fast });
        DecodePlan plan = decoder.Plan(file);
        Assert.NotNull(plan.Planes);
        Assert.Equal(JpegRefusal.None, _decoder.DecodeToPlanes(file, _whole));
        var expected = new List<byte>();
        for (int plane = 0; plane < _whole.Count; plane++)
        {
            ImageShape shape = plane == 0 ? specimen.Shape : plan.Rows.ChromaShape;
            for (int y = 0; y < shape.Height; y++)
                expected.AddRange(_whole.Samples(plane).Slice(y * _whole.Stride(plane), shape.Width));
        }

        Assert.Equal(expected, new PlaneCollector().Decode(decoder, file, plan));
    }

    [Fact]
    public void DecodeNextPart_WhenWarm_AllocatesNothing()
    {
        byte[] file = Write(new JpegSpecimen { Shape = new ImageShape(300, 200), Factors = [22, 11, 11] }, isProgressive: true);
        var wanted = new RowRange(0, 200);
        int parts = 0;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            _decoder.DecodeToPlanes(file, wanted, toEnd: true, _parts);
            while (_decoder.DecodeNextPart(wanted, _parts))
                parts++;
        }));
        Assert.True(parts > 0);
    }

    private static byte[] Write(JpegSpecimen specimen, bool isProgressive)
    {
        var random = new Random(specimen.Seed);
        int count = specimen.Factors.Length;
        return SeveralScansWriter.Write(specimen, isProgressive ? ScanSpecimen.Progressive(count, random) : ScanSpecimen.Sequential(count, random), isProgressive);
    }

    private void AssertEqualRows(int plane, (int First, int End) wanted)
    {
        int factor = _parts.Height(0) / _parts.Height(plane), held = _parts.Rows.First / factor;
        int first = Math.Max(held, wanted.First / factor), end = (Math.Min(_parts.Rows.End, wanted.End) + factor - 1) / factor;
        for (int y = first; y < end; y++)
        {
            ReadOnlySpan<byte> made = _parts.Samples(plane).Slice((y - held) * _parts.Stride(plane), _parts.Width(plane));
            Assert.True(made.SequenceEqual(_whole.Samples(plane).Slice(y * _whole.Stride(plane), _whole.Width(plane))), $"{wanted}: plane {plane}, row {y}");
        }
    }
}
