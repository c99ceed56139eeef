using System.Globalization;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

/// <summary>One resize of planes.</summary>
internal sealed record PlaneCase(RowFormat Source, BoxPixels Window, ImageShape Output)
{
    private static readonly (int X, int Y)[] s_factors = [(1, 1), (2, 1), (2, 2), (1, 2), (4, 1), (1, 4), (4, 2), (2, 4), (3, 1)];

    /// <summary>The case as <c>planes_numpy.py</c> reads it.</summary>
    public string Line(string rawFile) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rawFile} {Source.Layout} {Source.Shape.Width} {Source.Shape.Height} {Source.ChromaFactorX} {Source.ChromaFactorY} {Window.X0:R} {Window.Y0:R} {Window.X1:R} {Window.Y1:R} {Output.Width} {Output.Height}");

    /// <summary>A random case: any shape, window and output, every chroma factor in turn, grey now and then.</summary>
    public static PlaneCase Random(Random random, int number)
    {
        ResizeCase one = ResizeCase.Random(random);
        var (x, y) = s_factors[number % s_factors.Length];
        RowFormat format = number % 10 == 9 ? RowFormat.Luma(one.Source) : new RowFormat(one.Source, RowLayout.LumaChroma, x, y);
        return new PlaneCase(format, one.Window, one.Output);
    }

    /// <summary>Luma, then both chroma planes.</summary>
    public byte[] Samples(int seed)
    {
        long chroma = Source.Layout == RowLayout.Luma ? 0 : Source.ChromaShape.Pixels;
        return Pictures.Noise(new ImageShape((int)(((Source.Shape.Pixels + (2 * chroma)) / 3) + 1), 1), seed)[..(int)(Source.Shape.Pixels + (2 * chroma))];
    }

    /// <summary>Resizes the planes, delivered in bands of some rows of chroma each, every band in memory of its own.</summary>
    public byte[] Resize(byte[] samples, SimdLevel level, Func<int> chromaRowsPerBand)
    {
        using var plan = new PlaneResizePlan(level);
        plan.Plan(Source, Window, Output);
        for (int row = 0; row < Source.Shape.Height;)
        {
            int count = Math.Min(chromaRowsPerBand() * Source.ChromaFactorY, Source.Shape.Height - row);
            Deliver(plan, samples, row, count);
            row += count;
        }

        var resized = new byte[Output.RgbBytes];
        plan.Finish(new ImageView(Output, resized));
        return resized;
    }

    public byte[] Resize(byte[] samples, SimdLevel level) => Resize(samples, level, () => Source.Shape.Height);

    /// <summary>Delivers one band.</summary>
    public void Deliver(IRowConsumer consumer, byte[] samples, int row, int count)
    {
        int width = Source.Shape.Width;
        byte[] luma = samples.AsSpan(row * width, count * width).ToArray();
        if (Source.Layout == RowLayout.Luma)
        {
            consumer.Accept(new RowBand { Layout = RowLayout.Luma, FirstRow = row, RowCount = count, Plane0 = luma, Stride0 = width });
            return;
        }

        ImageShape chroma = Source.ChromaShape;
        int first = row / Source.ChromaFactorY * chroma.Width;
        int length = (count + Source.ChromaFactorY - 1) / Source.ChromaFactorY * chroma.Width;
        int blue = (int)Source.Shape.Pixels, red = blue + (int)chroma.Pixels;
        consumer.Accept(new RowBand
        {
            Layout = RowLayout.LumaChroma,
            FirstRow = row,
            RowCount = count,
            Plane0 = luma,
            Stride0 = width,
            Plane1 = samples.AsSpan(blue + first, length).ToArray(),
            Plane2 = samples.AsSpan(red + first, length).ToArray(),
            ChromaStride = chroma.Width,
            ChromaFactorX = Source.ChromaFactorX,
            ChromaFactorY = Source.ChromaFactorY,
        });
    }
}
