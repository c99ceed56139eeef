using static FeatureForge.Pipeline.Decode.Jpeg.TransformConstants;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The plain twin of <see cref="VectorTransform{TLanes, TShort, TInt}"/>, which also follows libjpeg-turbo where its vector code takes a
/// shortcut: in a block whose lower seven rows are zero the first pass only shifts, and wraps around where it would else saturate.
/// </summary>
internal static class ScalarTransform
{
    private const int Line = CoefficientRows.GroupBlocks;

    /// <summary>Transforms a group and clears it.</summary>
    /// <param name="group">int16 [64, 32].</param>
    /// <param name="quantizer">int16 [64].</param>
    /// <param name="target">The 8 rows of 256 bytes to write.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    public static void Run(Span<short> group, ReadOnlySpan<short> quantizer, Span<byte> target, int stride)
    {
        Span<short> block = stackalloc short[JpegFrame.BlockSize];
        for (int number = 0; number < CoefficientRows.GroupBlocks; number++)
        {
            int lane = CoefficientRows.Lane(number);
            bool onlyFirstRow = true;
            for (int i = 0; i < JpegFrame.BlockSize; i++)
            {
                short value = group[i * Line + lane];
                onlyFirstRow &= i < 8 || value == 0;
                block[i] = (short)(value * quantizer[i]);
            }

            for (int column = 0; column < 8; column++)
                PassColumn(block[column..], onlyFirstRow);
            for (int row = 0; row < 8; row++)
            {
                Span<short> values = block.Slice(row * 8, 8);
                Pass(values, 1, SecondShift);
                for (int x = 0; x < 8; x++)
                    target[row * stride + number * 8 + x] = (byte)(Math.Clamp((int)values[x], sbyte.MinValue, sbyte.MaxValue) + 128);
            }
        }

        group.Clear();
    }

    private static void PassColumn(Span<short> column, bool onlyFirstRow)
    {
        if (!onlyFirstRow)
        {
            Pass(column, 8, FirstShift);
            return;
        }

        short value = (short)(column[0] << (FractionBits - FirstShift));
        for (int row = 0; row < 8; row++)
            column[row * 8] = value;
    }

    private static void Pass(Span<short> values, int step, int shift)
    {
        int v1 = values[step], v2 = values[2 * step], v3 = values[3 * step];
        int v5 = values[5 * step], v6 = values[6 * step], v7 = values[7 * step];
        int rounding = 1 << (shift - 1);
        int even0 = ((short)(values[0] + values[4 * step]) << FractionBits) + rounding;
        int even1 = ((short)(values[0] - values[4 * step]) << FractionBits) + rounding;
        int turned2 = v2 * F0541 + v6 * (F0541 - F1847);
        int turned3 = v2 * (F0541 + F0765) + v6 * F0541;
        int sum37 = (short)(v3 + v7), sum15 = (short)(v1 + v5);
        int z3 = sum37 * (F1175 - F1961) + sum15 * F1175;
        int z4 = sum37 * F1175 + sum15 * (F1175 - F0390);
        int odd0 = v7 * (F0298 - F0899) - v1 * F0899 + z3;
        int odd1 = v5 * (F2053 - F2562) - v3 * F2562 + z4;
        int odd2 = v3 * (F3072 - F2562) - v5 * F2562 + z3;
        int odd3 = v1 * (F1501 - F0899) - v7 * F0899 + z4;
        StorePair(values, 0, 7 * step, new Pair(even0 + turned3, odd3, shift));
        StorePair(values, step, 6 * step, new Pair(even1 + turned2, odd2, shift));
        StorePair(values, 2 * step, 5 * step, new Pair(even1 - turned2, odd1, shift));
        StorePair(values, 3 * step, 4 * step, new Pair(even0 - turned3, odd0, shift));
    }

    private static void StorePair(Span<short> values, int first, int second, in Pair pair)
    {
        values[first] = Saturate((pair.Even + pair.Odd) >> pair.Shift);
        values[second] = Saturate((pair.Even - pair.Odd) >> pair.Shift);
    }

    private static short Saturate(int value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);

    private readonly record struct Pair(int Even, int Odd, int Shift);
}
