using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// The weights of <see cref="ResizeAxis"/> for four outputs at once. Every lane does what the scalar twin does for its output, in the same
/// order, so the weights have the same bits.
/// </summary>
internal readonly struct ResizeLanes
{
    /// <summary>Outputs at once.</summary>
    public const int Size = 4;

    private const double Near = 0.75;
    private const double Far = 0.25;

    /// <summary>Pixels of the picture along the axis.</summary>
    public required int SourceSize { get; init; }

    /// <summary>Output pixels.</summary>
    public required int OutputSize { get; init; }

    /// <summary>First edge of the window.</summary>
    public required double Edge0 { get; init; }

    /// <summary>Pixels of the window for each output pixel.</summary>
    public required double Scale { get; init; }

    /// <summary>The same, at least 1.</summary>
    public required double FilterScale { get; init; }

    /// <summary>How the plane relates to the picture: sample by sample, or filtered.</summary>
    public required ChromaUpsampling Upsampling { get; init; }

    private int Pitch => (OutputSize + ResizeAxis.GroupSize - 1) / ResizeAxis.GroupSize * ResizeAxis.GroupSize;

    /// <summary>Finds the samples that outputs are made of.</summary>
    /// <param name="starts">Takes the first of each output, whole groups.</param>
    /// <param name="counts">Takes their number.</param>
    /// <returns>The largest number.</returns>
    public int FindTaps(Span<int> starts, Span<int> counts)
    {
        Vector128<int> longest = Vector128<int>.Zero;
        for (int i = 0; i < Pitch; i += Size)
        {
            (Vector128<int> start, Vector128<int> end) = Pixels(Centers(i));
            if (Upsampling.IsNeeded)
            {
                start = Vector128.Max(Vector128<int>.Zero, Vector128.ShiftRightArithmetic(start - Vector128<int>.One, 1));
                end = Vector128.Min(Vector128.Create((SourceSize + 1) / 2), Vector128.ShiftRightArithmetic(end, 1) + Vector128<int>.One);
            }

            start.CopyTo(starts[i..]);
            (end - start).CopyTo(counts[i..]);
            longest = Vector128.Max(longest, end - start);
        }

        return Math.Max(Math.Max(longest[0], longest[1]), Math.Max(longest[2], longest[3]));
    }

    /// <summary>Makes the weights.</summary>
    /// <param name="taps">Where outputs start, and the most taps that one has.</param>
    /// <param name="shares">Room for the shares of the pixels of <see cref="Size"/> outputs.</param>
    /// <param name="weights">Takes the weights, [taps, whole groups of outputs].</param>
    public void MakeWeights((int[] Starts, int Longest) taps, Span<double> shares, Span<int> weights)
    {
        int pitch = Pitch;
        Vector256<double> inverseScale = Vector256.Create(1.0 / FilterScale);
        for (int i = 0; i < pitch; i += Size)
        {
            Vector256<double> center = Centers(i);
            (Vector128<int> start, Vector128<int> end) = Pixels(center);
            Vector128<int> counts = end - start;
            int most = Math.Max(Math.Max(counts[0], counts[1]), Math.Max(counts[2], counts[3]));
            var pixels = new PixelShares(center, inverseScale, Avx.ConvertToVector256Double(start), Avx.ConvertToVector256Double(end));
            Vector256<double> sum = pixels.Sum(shares, most);
            Vector128<int> exists = Vector128.LessThan(Vector128.Create(i, i + 1, i + 2, i + 3), Vector128.Create(OutputSize));
            Span<int> column = weights[i..];
            if (Upsampling.IsNeeded)
            {
                MakeSamples(pixels, sum, (Avx.ConvertToVector256Double(Vector128.Create(taps.Starts.AsSpan(i))), exists), column, (pitch, taps.Longest));
                continue;
            }

            for (int tap = 0; tap < most; tap++)
                (Round(Vector256.Create(shares[(tap * Size)..]) / sum) & exists).CopyTo(column[(tap * pitch)..]);
            for (int tap = most; tap < taps.Longest; tap++)
                Vector128<int>.Zero.CopyTo(column[(tap * pitch)..]);
        }
    }

    /// <summary>Spreads the shares of pixels over the samples that they are made of, see <see cref="ChromaUpsampling.Spread"/>: each sample takes them in the order of pixels.</summary>
    private void MakeSamples(
        in PixelShares pixels, Vector256<double> sum, (Vector256<double> Start, Vector128<int> Exists) lanes, Span<int> weights, (int Pitch, int Longest) rows)
    {
        Vector256<double> one = Vector256.Create(1.0), near = Vector256.Create(Near), far = Vector256.Create(Far);
        Vector256<double> sample = lanes.Start, last = Vector256.Create((double)(((SourceSize + 1) / 2) - 1));
        Vector256<double> before = pixels.At(sample + sample - one) / sum, even = pixels.At(sample + sample) / sum;
        for (int tap = 0; tap < rows.Longest; tap++, sample += one)
        {
            Vector256<double> pixel = sample + sample;
            Vector256<double> odd = pixels.At(pixel + one) / sum, behind = pixels.At(pixel + one + one) / sum;
            Vector256<double> share = (before * far & Vector256.LessThanOrEqual(sample, last)) + (even * near);
            share += even * far & Vector256.Equals(sample, Vector256<double>.Zero);
            share += odd * near;
            share += Vector256.ConditionalSelect(Vector256.Equals(sample, last), odd, behind) * far;
            (Round(share) & lanes.Exists).CopyTo(weights[(tap * rows.Pitch)..]);
            (before, even) = (odd, behind);
        }
    }

    private static Vector128<int> Round(Vector256<double> share) =>
        Avx.ConvertToVector128Int32WithTruncation(Vector256.Create(0.5) + (share * (1 << ResizeAxis.PrecisionBits)));

    /// <summary>Outputs behind the last one are the last one again.</summary>
    private Vector256<double> Centers(int output)
    {
        Vector256<double> index = Vector256.Min(Vector256.Create(0.0, 1, 2, 3) + Vector256.Create((double)output), Vector256.Create((double)(OutputSize - 1)));
        return Vector256.Create(Edge0) + ((index + Vector256.Create(0.5)) * Scale);
    }

    private (Vector128<int> Start, Vector128<int> End) Pixels(Vector256<double> center)
    {
        Vector256<double> support = Vector256.Create(FilterScale), half = Vector256.Create(0.5);
        return (Vector128.Max(Vector128<int>.Zero, Avx.ConvertToVector128Int32WithTruncation(center - support + half)),
            Vector128.Min(Vector128.Create(SourceSize), Avx.ConvertToVector128Int32WithTruncation(center + support + half)));
    }

    /// <summary>Triangle filters around some centres; nothing outside the pixels of each.</summary>
    private readonly struct PixelShares(Vector256<double> center, Vector256<double> inverseScale, Vector256<double> start, Vector256<double> end)
    {
        public Vector256<double> Sum(Span<double> shares, int most)
        {
            Vector256<double> sum = Vector256<double>.Zero, pixel = start;
            for (int tap = 0; tap < most; tap++, pixel += Vector256.Create(1.0))
            {
                Vector256<double> share = At(pixel);
                share.CopyTo(shares[(tap * Size)..]);
                sum += share;
            }

            return sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> At(Vector256<double> pixel)
        {
            Vector256<double> distance = Vector256.Abs((pixel - center + Vector256.Create(0.5)) * inverseScale);
            Vector256<double> share = Vector256.Max(Vector256.Create(1.0) - distance, Vector256<double>.Zero);
            return share & Vector256.GreaterThanOrEqual(pixel, start) & Vector256.LessThan(pixel, end);
        }
    }
}
