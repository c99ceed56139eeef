using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Weights of one pass of the output resize, along one axis. The arithmetic is Pillow's for its 8-bit bilinear resize: a triangle
/// filter as wide as the scale (never narrower than one pixel on each side), evaluated in double around the centre of every
/// output pixel, normalised, then rounded to 22 fractional bits. Box edges are float32 and subtracted in float32. The filter
/// reads neighbours outside the box as long as they lie in the picture.
/// For a subsampled chroma plane the weights are those of the same resize composed with libjpeg's upsampling: each weight of a
/// picture column goes to the samples that upsampling makes this column of, in the shares it takes them by.
/// </summary>
/// <param name="level">Which twin makes the weights; they are the same at every level.</param>
internal sealed class ResizeAxis(SimdLevel level)
{
    /// <summary>Fractional bits of a weight: 8 bits of pixel and 2 of headroom leave 22 of 32.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    /// <summary>Added before the shift, so that it rounds.</summary>
    public const int Rounding = 1 << (PrecisionBits - 1);

    /// <summary>Whole blocks of four taps are stored; missing taps have weight 0.</summary>
    public const int TapsPerBlock = 4;

    /// <summary>Whole groups of outputs are stored; missing outputs start where the last one does and have weight 0.</summary>
    public const int GroupSize = 16;

    /// <summary>A weight is split as <c>high * 2^15 + low</c>, so that both parts are signed 16-bit factors of the multiply-and-add instruction.</summary>
    public const int LowBits = 15;

    // Windows differ from sample to sample; arrays that start small would grow many times.
    private const int SmallestArray = 2048;

    private const int LineInts = 64 / sizeof(int);
    private (int SourceSize, float Edge0, float Edge1, int OutputSize, ChromaUpsampling Upsampling) _planned;
    private double[] _pixelShares = [];
    private double[] _sampleShares = [];
    private int[] _starts = [];
    private int[] _counts = [];
    private int[] _weights = [];
    private int[] _packed = [];
    private int _firstPacked;

    /// <summary>Number of output pixels along the axis.</summary>
    public int OutputSize => _planned.OutputSize;

    /// <summary>True when every output pixel is the source pixel at a constant distance; Pillow leaves the pass out then.</summary>
    public bool IsCopy { get; private set; }

    /// <summary>First source pixel read.</summary>
    public int First { get; private set; }

    /// <summary>Source pixel after the last one read.</summary>
    public int End { get; private set; }

    /// <summary>Most taps that an output pixel has.</summary>
    public int LongestCount { get; private set; }

    /// <summary>Taps stored: <see cref="LongestCount"/> filled up to whole blocks.</summary>
    public int Taps => (LongestCount + TapsPerBlock - 1) / TapsPerBlock * TapsPerBlock;

    /// <summary>Outputs stored: <see cref="OutputSize"/> filled up to whole groups.</summary>
    public int Pitch => (OutputSize + GroupSize - 1) / GroupSize * GroupSize;

    /// <summary>First source pixel of each output pixel, ascending.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Pitch);

    /// <summary>Taps of each output pixel.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, OutputSize);

    /// <summary>int32 [Taps, Pitch]: weights.</summary>
    public ReadOnlySpan<int> Weights => _weights.AsSpan(0, Taps * Pitch);

    /// <summary>
    /// int32 [Taps / 2, 2, Pitch]: the same weights split: low parts of two taps, 16 bits each, then the high parts. Starts on a cache line.
    /// </summary>
    public ReadOnlySpan<int> Packed => _packed.AsSpan(_firstPacked, Taps * Pitch);

    /// <summary>Makes the weights, unless they are those of the sample before.</summary>
    /// <param name="sourceSize">Pixels of the picture along the axis.</param>
    /// <param name="edge0">First edge of the window in pixels.</param>
    /// <param name="edge1">Second edge, beyond the first, at most <paramref name="sourceSize"/>.</param>
    /// <param name="outputSize">Output pixels, at least 1.</param>
    /// <param name="upsampling">How the plane relates to the picture; default: sample by sample.</param>
    /// <returns>True when the weights were made anew.</returns>
    public bool Plan(int sourceSize, float edge0, float edge1, int outputSize, ChromaUpsampling upsampling = default)
    {
        var wanted = (sourceSize, edge0, edge1, outputSize, upsampling);
        if (wanted == _planned)
            return false;
        _planned = wanted;
        IsCopy = !upsampling.IsNeeded && edge0 == MathF.Floor(edge0) && edge1 - edge0 == outputSize;
        if (IsCopy)
        {
            First = (int)edge0;
            End = First + outputSize;
            LongestCount = 0;
            return true;
        }

        double scale = (double)(edge1 - edge0) / outputSize;
        double filterScale = Math.Max(scale, 1.0);
        Grow(ref _starts, Pitch);
        Grow(ref _counts, Pitch);
        var lanes = new ResizeLanes { SourceSize = sourceSize, OutputSize = outputSize, Edge0 = edge0, Scale = scale, FilterScale = filterScale, Upsampling = upsampling };
        bool inVectors = level >= SimdLevel.Vector256 && (!upsampling.IsNeeded || upsampling.IsFiltered);
        LongestCount = inVectors ? lanes.FindTaps(_starts, _counts) : FindTaps(scale, filterScale);
        GrowWeights(checked(Taps * Pitch));
        Grow(ref _sampleShares, Taps);
        Grow(ref _pixelShares, ResizeLanes.Size * ((int)(2 * filterScale) + 2));
        if (inVectors)
            lanes.MakeWeights((_starts, LongestCount), _pixelShares, _weights);
        else
            MakeWeights(scale, filterScale);
        _weights.AsSpan(LongestCount * Pitch, (Taps - LongestCount) * Pitch).Clear();
        Pack(_weights.AsSpan(0, Taps * Pitch), _packed.AsSpan(_firstPacked, Taps * Pitch), Pitch);
        First = _starts[0];
        End = _starts[outputSize - 1] + _counts[outputSize - 1];
        return true;
    }

    private double Center(int index, double scale) => _planned.Edge0 + ((index + 0.5) * scale);

    private int FindTaps(double scale, double support)
    {
        int longest = 0;
        for (int i = 0; i < OutputSize; i++)
        {
            var (start, end) = _planned.Upsampling.SamplesOf(Pixels(Center(i, scale), support), _planned.SourceSize);
            _starts[i] = start;
            _counts[i] = end - start;
            longest = Math.Max(longest, end - start);
        }

        _starts.AsSpan(OutputSize, Pitch - OutputSize).Fill(_starts[OutputSize - 1]);
        return longest;
    }

    private (int Start, int End) Pixels(double center, double support) =>
        (Math.Max(0, (int)(center - support + 0.5)), Math.Min(_planned.SourceSize, (int)(center + support + 0.5)));

    private void MakeWeights(double scale, double filterScale)
    {
        _weights.AsSpan(0, Taps * Pitch).Clear();
        for (int i = 0; i < OutputSize; i++)
            MakeWeights(i, Center(i, scale), filterScale);
    }

    private void MakeWeights(int index, double center, double filterScale)
    {
        ChromaUpsampling upsampling = _planned.Upsampling;
        var (start, end) = upsampling.IsNeeded ? Pixels(center, filterScale) : (_starts[index], _starts[index] + _counts[index]);
        Span<double> shares = _pixelShares.AsSpan(0, end - start);
        FindShares(shares, start, center, 1.0 / filterScale);
        if (upsampling.IsNeeded)
        {
            Span<double> samples = _sampleShares.AsSpan(0, _counts[index]);
            samples.Clear();
            upsampling.Spread(shares, start, _planned.SourceSize, samples, _starts[index]);
            shares = samples;
        }

        for (int tap = 0; tap < shares.Length; tap++)
            _weights[(tap * Pitch) + index] = (int)(0.5 + (shares[tap] * (1 << PrecisionBits)));
    }

    private static void FindShares(Span<double> shares, int start, double center, double inverseScale)
    {
        double sum = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            double share = Triangle((start + i - center + 0.5) * inverseScale);
            shares[i] = share;
            sum += share;
        }

        foreach (ref double share in shares)
            share /= sum;
    }

    private static void Pack(ReadOnlySpan<int> weights, Span<int> packed, int pitch)
    {
        Vector256<int> lowMask = Vector256.Create((1 << LowBits) - 1);
        for (int pair = 0; pair < weights.Length; pair += 2 * pitch)
        {
            for (int place = pair; place < pair + pitch; place += Vector256<int>.Count)
            {
                Vector256<int> first = Vector256.Create(weights[place..]), second = Vector256.Create(weights[(place + pitch)..]);
                ((first & lowMask) | Vector256.ShiftLeft(second & lowMask, 16)).CopyTo(packed[place..]);
                (Vector256.ShiftRightLogical(first, LowBits) | Vector256.ShiftLeft(Vector256.ShiftRightLogical(second, LowBits), 16)).CopyTo(packed[(place + pitch)..]);
            }
        }
    }

    private static double Triangle(double x)
    {
        double distance = Math.Abs(x);
        return distance < 1.0 ? 1.0 - distance : 0.0;
    }

    private void GrowWeights(int length)
    {
        Grow(ref _weights, length);
        if (_packed.Length >= length + LineInts)
            return;
        _packed = GC.AllocateUninitializedArray<int>(Math.Max(Math.Max(length + LineInts, SmallestArray), _packed.Length * 2), pinned: true);
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<int>(), ref MemoryMarshal.GetArrayDataReference(_packed));
        _firstPacked = (int)(-address & 63) / sizeof(int);
    }

    private static void Grow<TElement>(ref TElement[] array, int length)
    {
        if (array.Length < length)
            array = new TElement[Math.Max(Math.Max(length, SmallestArray), array.Length * 2)];
    }
}
