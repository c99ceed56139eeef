using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class ResizeTests
{
    private static readonly ResizeCase[] s_extremes =
    [
        new(new(1, 1), new(0, 0, 1, 1), new(300, 300)),
        new(new(1, 1), new(0.25f, 0.5f, 0.75f, 1), new(300, 300)),
        new(new(4097, 3), new(0, 0, 4097, 3), new(300, 300)),
        new(new(3, 4097), new(0, 0, 3, 4097), new(300, 300)),
        new(new(3000, 40), new(0, 0, 3000, 40), new(7, 7)),
        new(new(40, 3000), new(0.5f, 0.125f, 39.5f, 2999.9f), new(7, 7)),
        new(new(20000, 2), new(0, 0, 20000, 2), new(1, 1)),
        new(new(5, 5), new(0, 0, 5, 5), new(5, 5)),
        new(new(300, 300), new(0, 0, 300, 300), new(300, 150)),
        new(new(300, 300), new(0, 0, 300, 300), new(150, 300)),
        new(new(300, 300), new(0, 0.5f, 300, 299.5f), new(300, 299)),
        new(new(301, 300), new(1, 0, 301, 300), new(300, 300)),
        new(new(64, 64), new(63.99f, 63.99f, 64, 64), new(10, 10)),
        new(new(500, 375), new(0, 0, 500, 375), new(300, 300)),
    ];

    [SkippableFact]
    public void Run_WhenSizesAndWindowsVary_EqualsPillowAtEveryLevel()
    {
        var random = new Random(1);
        CompareWithPillow([.. s_extremes, .. Enumerable.Range(0, 220).Select(_ => ResizeCase.Random(random))]);
    }

    [SkippableFact]
    public void Run_WhenPhotos_EqualsPillow()
    {
        string[] photos = [.. Directory.GetFiles(TestData.Require("photos", "images")).Order(StringComparer.Ordinal).Where((_, index) => index % 5 == 0)];
        using var folder = new TemporaryFolder();
        string[] raws = PythonOracle.Run("photos_to_raw.py", ["PIL"], [folder.Path, .. photos]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(photos.Length, raws.Length);
        var cases = new List<(ResizeCase Case, string Raw)>();
        foreach (string[] parts in raws.Select(raw => raw.Split(' ')))
        {
            var shape = new ImageShape(int.Parse(parts[1]), int.Parse(parts[2]));
            cases.Add((new(shape, Pictures.Whole(shape), new(300, 300)), parts[0]));
            cases.Add((new(shape, new(shape.Width * 0.1f, 3, shape.Width - 0.3f, shape.Height * 0.77f), new(320, 240)), parts[0]));
        }

        Compare(folder, cases, [SimdLevels.Best]);
    }

    [Fact]
    public void Accept_WhenBandsAreCutAnyhow_MakesTheSameBytes()
    {
        var random = new Random(5);
        foreach (SimdLevel level in Pictures.Levels)
        {
            for (int round = 0; round < 12; round++)
            {
                ResizeCase one = ResizeCase.Random(random);
                byte[] pixels = Pictures.Noise(one.Source, round);
                byte[] expected = Pictures.Resize(pixels, one.Source, one.Window, one.Output, SimdLevel.Scalar);
                Assert.Equal(expected, ResizeInBands(pixels, one, level, () => 1));
                Assert.Equal(expected, ResizeInBands(pixels, one, level, () => random.Next(1, 20)));
                Assert.Equal(expected, ResizeInBands(pixels, one, level, () => one.Source.Height));
            }
        }
    }

    [Fact]
    public void Accept_WhenColoursComeInPlanes_MakesTheSameBytes()
    {
        var random = new Random(6);
        foreach (SimdLevel level in Pictures.Levels)
        {
            for (int round = 0; round < 25; round++)
            {
                ResizeCase one = round < s_extremes.Length ? s_extremes[round] : ResizeCase.Random(random);
                byte[] pixels = Pictures.Noise(one.Source, round);
                byte[] expected = Pictures.Resize(pixels, one.Source, one.Window, one.Output, SimdLevel.Scalar);
                Assert.Equal(expected, ResizeInPlanes(pixels, one, level, random.Next(1, 20)));
            }
        }
    }

    [Fact]
    public void Accept_WhenOnlyNeededRowsAreDelivered_MakesTheSameBytes()
    {
        var one = new ResizeCase(new(90, 200), new(10, 60.5f, 80, 90.25f), new(33, 44));
        byte[] pixels = Pictures.Noise(one.Source, 3);
        using var plan = new ResizePlan();
        plan.Plan(one.Source, one.Window, one.Output);
        var (first, end) = plan.RowsNeeded;
        Assert.True(first > 50 && end < 100, $"rows {first} to {end}");
        byte[] needed = pixels[(first * 270)..(end * 270)];
        plan.Accept(new RowBand(first, end - first, needed, 270));
        var resized = new byte[one.Output.RgbBytes];
        plan.Finish(new ImageView(one.Output, resized));
        Assert.Equal(Pictures.Resize(pixels, one.Source, one.Window, one.Output, SimdLevel.Scalar), resized);
    }

    [Fact]
    public void Accept_WhenRowsArePadded_IgnoresThePadding()
    {
        var one = new ResizeCase(new(50, 40), new(0, 0, 50, 40), new(20, 30));
        byte[] pixels = Pictures.Noise(one.Source, 3);
        var padded = new byte[40 * 163];
        Array.Fill(padded, (byte)77);
        for (int y = 0; y < 40; y++)
            pixels.AsSpan(y * 150, 150).CopyTo(padded.AsSpan(y * 163));
        foreach (SimdLevel level in Pictures.Levels)
        {
            using var plan = new ResizePlan(level);
            plan.Plan(one.Source, one.Window, one.Output);
            plan.Accept(new RowBand(0, 40, padded, 163));
            var resized = new byte[one.Output.RgbBytes];
            plan.Finish(new ImageView(one.Output, resized));
            Assert.Equal(Pictures.Resize(pixels, one.Source, one.Window, one.Output, SimdLevel.Scalar), resized);
        }
    }

    [Fact]
    public void Finish_WhenRowsAreMissing_SaysWhich()
    {
        using var plan = new ResizePlan();
        plan.Plan(new(10, 10), new(0, 0, 10, 10), new(5, 5));
        plan.Accept(new RowBand(0, 4, new byte[120], 30));
        var error = Assert.Throws<InvalidOperationException>(() => plan.Finish(new ImageView(new(5, 5), new byte[75])));
        Assert.Contains("Rows 4 to 9", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => plan.Accept(new RowBand(6, 4, new byte[120], 30)));
    }

    [Fact]
    public void Accept_WhenLayoutIsPlanes_SaysSo()
    {
        using var plan = new ResizePlan();
        plan.Plan(new(10, 10), new(0, 0, 10, 10), new(5, 5));
        Assert.Throws<NotSupportedException>(() => plan.Accept(new RowBand { Layout = RowLayout.Luma, RowCount = 10 }));
    }

    [Theory]
    [InlineData(-1, 0, 5, 5)]
    [InlineData(0, 0, 11, 5)]
    [InlineData(0, 3, 5, 3)]
    [InlineData(0, 0, float.NaN, 5)]
    public void Plan_WhenWindowIsOutsideOrEmpty_Refuses(float x0, float y0, float x1, float y1)
    {
        using var plan = new ResizePlan();
        Assert.Throws<ArgumentException>(() => plan.Plan(new(10, 10), new(x0, y0, x1, y1), new(5, 5)));
    }

    private static byte[] ResizeInBands(byte[] pixels, ResizeCase one, SimdLevel level, Func<int> rowsPerBand)
    {
        using var plan = new ResizePlan(level);
        plan.Plan(one.Source, one.Window, one.Output);
        int stride = one.Source.RowBytes;
        for (int row = 0; row < one.Source.Height;)
        {
            int count = Math.Min(rowsPerBand(), one.Source.Height - row);
            // A copy per band, so that reading past the end of a band would be seen.
            byte[] band = pixels.AsSpan(row * stride, count * stride).ToArray();
            plan.Accept(new RowBand(row, count, band, stride));
            row += count;
        }

        var resized = new byte[one.Output.RgbBytes];
        plan.Finish(new ImageView(one.Output, resized));
        return resized;
    }

    /// <summary>Columns that are not needed hold rubbish, and every band ends with its last sample.</summary>
    private static byte[] ResizeInPlanes(byte[] pixels, ResizeCase one, SimdLevel level, int rowsPerBand)
    {
        using var plan = new ResizePlan(level);
        plan.Plan(one.Source, one.Window, one.Output);
        int width = one.Source.Width;
        for (int row = 0; row < one.Source.Height; row += rowsPerBand)
        {
            int count = Math.Min(rowsPerBand, one.Source.Height - row);
            byte[][] planes = [new byte[count * width], new byte[count * width], new byte[count * width]];
            for (int i = 0; i < 3 * count * width; i++)
            {
                bool isNeeded = i / 3 % width >= plan.RowsNeeded.FirstColumn && i / 3 % width < plan.RowsNeeded.EndColumn;
                planes[i % 3][i / 3] = isNeeded ? pixels[(row * one.Source.RowBytes) + i] : (byte)(91 * i);
            }

            plan.Accept(new RowBand(row, count, planes[0], width) { Layout = RowLayout.RgbPlanes, Plane1 = planes[1], Plane2 = planes[2], ChromaStride = width });
        }

        var resized = new byte[one.Output.RgbBytes];
        plan.Finish(new ImageView(one.Output, resized));
        return resized;
    }

    private static void CompareWithPillow(IReadOnlyList<ResizeCase> cases)
    {
        using var folder = new TemporaryFolder();
        var files = new List<(ResizeCase Case, string Raw)>();
        foreach (ResizeCase one in cases)
        {
            string raw = folder[$"{files.Count}.rgb"];
            File.WriteAllBytes(raw, Pictures.Noise(one.Source, files.Count));
            files.Add((one, raw));
        }

        Compare(folder, files, Pictures.Levels);
    }

    private static void Compare(TemporaryFolder folder, IReadOnlyList<(ResizeCase Case, string Raw)> cases, IEnumerable<SimdLevel> levels)
    {
        File.WriteAllLines(folder["cases.txt"], cases.Select(one => one.Case.Line(one.Raw)));
        string[] hashes = PythonOracle.Run("resize_pillow.py", ["PIL"], folder["cases.txt"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Count, hashes.Length);
        for (int i = 0; i < cases.Count; i++)
        {
            byte[] pixels = File.ReadAllBytes(cases[i].Raw);
            foreach (SimdLevel level in levels)
            {
                byte[] resized = Pictures.Resize(pixels, cases[i].Case.Source, cases[i].Case.Window, cases[i].Case.Output, level);
                Assert.True(hashes[i] == Pictures.Hash(resized), $"{level} differs from Pillow: {cases[i].Case}");
            }
        }
    }
}
