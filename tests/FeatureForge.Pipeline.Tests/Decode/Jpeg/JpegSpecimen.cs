using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>A picture given by its coefficients, which <see cref="JpegWriter"/> turns into a file: what any encoder could write, and more.</summary>
internal sealed record JpegSpecimen
{
    public required ImageShape Shape { get; init; }

    /// <summary>Horizontal times ten plus vertical factor of each component.</summary>
    public required int[] Factors { get; init; }

    public byte[] Ids { get; init; } = [1, 2, 3];

    public int? AdobeTransform { get; init; }

    public int RestartInterval { get; init; }

    /// <summary>Share of coefficients that are not zero.</summary>
    public double Density { get; init; } = 0.15;

    /// <summary>Most magnitude bits of a coefficient.</summary>
    public int MagnitudeBits { get; init; } = 6;

    public int LargestQuantizer { get; init; } = 20;

    public bool HasWideQuantizers => LargestQuantizer > 255;

    public int Seed { get; init; } = 1;

    public int MostHorizontal => Factors.Max(factor => factor / 10);

    public int MostVertical => Factors.Max(factor => factor % 10);

    // A scan of one component has one block per coding unit, whatever its factors.
    public int Horizontal(int component) => Factors.Length == 1 ? 1 : Factors[component] / 10;

    public int Vertical(int component) => Factors.Length == 1 ? 1 : Factors[component] % 10;

    public int UnitsPerRow => Up(Shape.Width, Factors.Length == 1 ? 8 : 8 * MostHorizontal);

    public int UnitRows => Up(Shape.Height, Factors.Length == 1 ? 8 : 8 * MostVertical);

    public int BlocksPerRow(int component) => UnitsPerRow * Horizontal(component);

    public int BlockRows(int component) => UnitRows * Vertical(component);

    /// <summary>Blocks per row that a scan of this component alone holds.</summary>
    public int CodedBlocksPerRow(int component) => Up(Shape.Width * Horizontal(component), Factors.Length == 1 ? 8 : 8 * MostHorizontal);

    /// <summary>Rows of blocks that a scan of this component alone holds.</summary>
    public int CodedBlockRows(int component) => Up(Shape.Height * Vertical(component), Factors.Length == 1 ? 8 : 8 * MostVertical);

    /// <summary>int16 [block rows, blocks per row, 64] of each component, in rows and columns.</summary>
    public short[][] Coefficients()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Factors.Length).Select(i => Blocks(random, BlocksPerRow(i) * BlockRows(i)))];
    }

    public ushort[] Quantizer(int component)
    {
        var random = new Random(Seed * 31 + component);
        return [.. Enumerable.Range(0, 64).Select(_ => (ushort)random.Next(1, LargestQuantizer + 1))];
    }

    private short[] Blocks(Random random, int blocks)
    {
        short[] values = new short[blocks * 64];
        int largest = (1 << MagnitudeBits) - 1, dc = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (i % 64 == 0)
                values[i] = (short)(dc = Math.Clamp(dc + random.Next(-60, 61), -500, 500));
            else if (random.NextDouble() < Density)
                values[i] = (short)(random.Next(1, (1 << random.Next(1, MagnitudeBits + 1))) * (random.Next(2) * 2 - 1));
            if (MagnitudeBits > 10 && i % 64 == 0 && random.Next(3) == 0)
                values[i] = (short)(dc = random.Next(-largest / 2, largest / 2));
        }

        return values;
    }

    private static int Up(int size, int divisor) => (size + divisor - 1) / divisor;
}
