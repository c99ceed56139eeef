using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class PlaneResizePlanTests
{
    private static readonly PlaneCase[] s_extremes =
    [
        Of(1, 1, 2, 2, new(0, 0, 1, 1), new(300, 300)),
        Of(2, 2, 2, 2, new(0.25f, 0.5f, 1.75f, 1), new(30, 20)),
        Of(4, 4, 2, 2, new(0, 0, 4, 4), new(9, 9)),
        Of(5, 5, 2, 2, new(0, 0, 5, 5), new(5, 5)),
        Of(5, 1, 2, 1, new(0, 0, 5, 1), new(5, 1)),
        Of(1, 5, 1, 2, new(0, 0, 1, 5), new(1, 5)),
        Of(4097, 3, 2, 2, new(0, 0, 4097, 3), new(300, 300)),
        Of(3, 4097, 2, 2, new(0, 0, 3, 4097), new(300, 300)),
        Of(3000, 40, 2, 1, new(0, 0, 3000, 40), new(7, 7)),
        Of(20000, 2, 1, 1, new(0, 0, 20000, 2), new(1, 1)),
        Of(1200, 900, 2, 2, new(0, 0, 1200, 900), new(300, 300)),
        Of(1400, 900, 2, 2, new(0, 0, 1400, 900), new(300, 300)),
        Of(500, 375, 2, 2, new(0, 0, 500, 375), new(300, 300)),
        Of(301, 300, 2, 2, new(1, 0, 301, 300), new(300, 300)),
        Of(64, 64, 2, 2, new(63.99f, 63.99f, 64, 64), new(10, 10)),
    ];

    [SkippableFact]
    public void Finish_WhenSizesWindowsAndFactorsVary_EqualsNumPyAtEveryLevel()
    {
        var random = new Random(11);
        PlaneCase[] cases = [.. s_extremes, .. Enumerable.Range(0, 120).Select(number => PlaneCase.Random(random, number))];
        using var folder = new TemporaryFolder();
        for (int i = 0; i < cases.Length; i++)
            File.WriteAllBytes(folder[$"{i}.raw"], cases[i].Samples(i));
        File.WriteAllLines(folder["cases.txt"], cases.Select((one, number) => one.Line(folder[$"{number}.raw"])));
        string[] hashes = PythonOracle.Run("planes_numpy.py", ["numpy"], folder["cases.txt"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Length, hashes.Length);
        for (int i = 0; i < cases.Length; i++)
        {
            foreach (SimdLevel level in Pictures.Levels)
                Assert.True(hashes[i] == Pictures.Hash(cases[i].Resize(cases[i].Samples(i), level)), $"{level} differs from NumPy: {cases[i]}");
        }
    }

    [Fact]
    public void Accept_WhenBandsAreCutAnyhow_MakesTheSameBytes()
    {
        var random = new Random(5);
        for (int round = 0; round < 40; round++)
        {
            PlaneCase one = PlaneCase.Random(random, round);
            byte[] samples = one.Samples(round);
            byte[] expected = one.Resize(samples, SimdLevel.Scalar);
            foreach (SimdLevel level in Pictures.Levels)
            {
                Assert.Equal(expected, one.Resize(samples, level, () => 1));
                Assert.Equal(expected, one.Resize(samples, level, () => random.Next(1, 20)));
            }
        }
    }

    [Fact]
    public void Finish_WhenGrey_EqualsTheReferenceResize()
    {
        var random = new Random(2);
        for (int round = 0; round < 40; round++)
        {
            ResizeCase one = ResizeCase.Random(random);
            var grey = new PlaneCase(RowFormat.Luma(one.Source), one.Window, one.Output);
            byte[] samples = grey.Samples(round);
            byte[] pixels = [.. samples.SelectMany(sample => new[] { sample, sample, sample })];
            Assert.Equal(Pictures.Resize(pixels, one.Source, one.Window, one.Output, SimdLevel.Scalar), grey.Resize(samples, SimdLevels.Best));
        }
    }

    [Fact]
    public void RowsNeeded_WhenWindowIsSmall_AreEnough()
    {
        foreach (var (x, y) in new[] { (1, 1), (2, 2), (1, 2), (1, 4) })
        {
            PlaneCase one = Of(90, 201, x, y, new(10, 60.5f, 80, 90.25f), new(33, 44));
            byte[] samples = one.Samples(3);
            using var plan = new PlaneResizePlan();
            plan.Plan(one.Source, one.Window, one.Output);
            var (first, end) = plan.RowsNeeded;
            Assert.True(first > 50 && end < 100, $"rows {first} to {end}");
            first -= first % y;
            one.Deliver(plan, samples, first, (end - first + y - 1) / y * y);
            var resized = new byte[one.Output.RgbBytes];
            plan.Finish(new ImageView(one.Output, resized));
            Assert.Equal(one.Resize(samples, SimdLevel.Scalar), resized);
        }
    }

    [Fact]
    public void Accept_WhenBandIsNotWhatWasPlanned_SaysSo()
    {
        PlaneCase one = Of(10, 10, 2, 2, new(0, 0, 10, 10), new(5, 5));
        using var plan = new PlaneResizePlan();
        plan.Plan(one.Source, one.Window, one.Output);
        Assert.Throws<NotSupportedException>(() => plan.Accept(new RowBand(0, 10, new byte[300], 30)));
        Assert.Throws<NotSupportedException>(() => (one with { Source = one.Source with { ChromaFactorX = 1 } }).Deliver(plan, new byte[300], 0, 10));
        one.Deliver(plan, one.Samples(1), 0, 4);
        Assert.Throws<NotSupportedException>(() => one.Deliver(plan, one.Samples(1), 5, 2));
        Assert.Throws<InvalidOperationException>(() => one.Deliver(plan, one.Samples(1), 6, 2));
        var error = Assert.Throws<InvalidOperationException>(() => plan.Finish(new ImageView(new(5, 5), new byte[75])));
        Assert.Contains("Rows 4 to 9", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RowLayout.Rgb, 1, 1)]
    [InlineData(RowLayout.LumaChroma, 0, 1)]
    [InlineData(RowLayout.LumaChroma, 1, 5)]
    public void Plan_WhenFormatIsNotPlanes_Refuses(RowLayout layout, int x, int y)
    {
        using var plan = new PlaneResizePlan();
        Assert.Throws<ArgumentException>(() => plan.Plan(new RowFormat(new(10, 10), layout, x, y), new(0, 0, 10, 10), new(5, 5)));
    }

    [Fact]
    public void Plan_InSteadyState_AllocatesNothing()
    {
        PlaneCase[] cases = [.. Enumerable.Range(0, 9).Select(number => PlaneCase.Random(new Random(number), number))];
        byte[][] samples = [.. cases.Select((one, number) => one.Samples(number))];
        using var plan = new PlaneResizePlan();
        var resized = new byte[400 * 400 * 3];
        Assert.Equal(0, SteadyState.AllocatedBytes(() => Round(plan, cases, samples, resized)));
    }

    private static void Round(PlaneResizePlan plan, PlaneCase[] cases, byte[][] samples, byte[] resized)
    {
        for (int i = 0; i < cases.Length; i++)
        {
            RowFormat source = cases[i].Source;
            int luma = (int)source.Shape.Pixels, chroma = source.Layout == RowLayout.Luma ? 0 : (int)source.ChromaShape.Pixels;
            plan.Plan(source, cases[i].Window, cases[i].Output);
            plan.Accept(new RowBand
            {
                Layout = source.Layout,
                RowCount = source.Shape.Height,
                Plane0 = samples[i].AsSpan(0, luma),
                Stride0 = source.Shape.Width,
                Plane1 = samples[i].AsSpan(luma, chroma),
                Plane2 = samples[i].AsSpan(luma + chroma, chroma),
                ChromaStride = source.ChromaShape.Width,
                ChromaFactorX = source.ChromaFactorX,
                ChromaFactorY = source.ChromaFactorY,
            });
            plan.Finish(new ImageView(cases[i].Output, resized));
        }
    }

    private static PlaneCase Of(int width, int height, int x, int y, BoxPixels window, ImageShape output) =>
        new(new RowFormat(new(width, height), RowLayout.LumaChroma, x, y), window, output);
}
