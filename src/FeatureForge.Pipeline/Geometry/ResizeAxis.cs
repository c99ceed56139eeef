namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Weights of one pass of the output resize, along one axis. The arithmetic is Pillow's for its 8-bit bilinear resize: a triangle
/// filter as wide as the scale (never narrower than one pixel on each side), evaluated in double around the centre of every
/// output pixel, normalised, then rounded to 22 fractional bits. Box edges are float32 and subtracted in float32. The filter
/// reads neighbours outside the box as long as they lie in the picture.
/// For a subsampled chroma plane the weights are those of the same resize composed with libjpeg's upsampling: each weight of a
/// picture column goes to the samples that upsampling makes this column of, in the shares it takes them by.
/// </summary>
internal sealed class ResizeAxis
{
    /// <summary>Fractional bits of a weight: 8 bits of pixel and 2 of headroom leave 22 of 32.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    /// <summary>Added before the shift, so that it rounds.</summary>
    public const int Rounding = 1 << (PrecisionBits - 1);

    /// <summary>Weights are stored in blocks of four taps; missing taps have weight 0.</summary>
    public const int TapsPerBlock = 4;

    /// <summary>A weight is split as <c>high * 2^15 + low</c>, so that both parts are signed 16-bit factors of the multiply-and-add instruction.</summary>
    public const int LowBits = 15;

    // Windows differ from sample to sample; arrays that start small would grow many times.
    private const int SmallestArray = 1024;

    private (int SourceSize, float Edge0, float Edge1, int OutputSize, ChromaUpsampling Upsampling) _planned;
    private double[] _pixelShares = [];
    private double[] _sampleShares = [];
    private int[] _starts = [];
    private int[] _counts = [];
    private int[] _weights = [];
    private int[] _packed = [];

    /// <summary>Number of output pixels along the axis.</summary>
    public int OutputSize => _planned.OutputSize;

    /// <summary>True when every output pixel is the source pixel at a constant distance; Pillow leaves the pass out then.</summary>
    public bool IsCopy { get; private set; }

    /// <summary>First source pixel read.</summary>
    public int First { get; private set; }

    /// <summary>Source pixel after the last one read.</summary>
    public int End { get; private set; }

    /// <summary>Blocks of four taps per output pixel.</summary>
    public int Blocks { get; private set; }

    /// <summary>First source pixel of each output pixel, ascending.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, OutputSize);

    /// <summary>Taps of each output pixel.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, OutputSize);

    /// <summary>Weights, [OutputSize, Blocks * 4].</summary>
    public ReadOnlySpan<int> Weights => _weights.AsSpan(0, OutputSize * Blocks * TapsPerBlock);

    /// <summary>The same weights split, [OutputSize, Blocks, 4]: low parts of taps 0 and 1, of 2 and 3, high parts of 0 and 1, of 2 and 3, two 16-bit numbers each.</summary>
    public ReadOnlySpan<int> Packed => _packed.AsSpan(0, OutputSize * Blocks * TapsPerBlock);

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
            Blocks = 0;
            return true;
        }

        Grow(ref _starts, outputSize);
        Grow(ref _counts, outputSize);
        double scale = (double)(edge1 - edge0) / outputSize;
        double filterScale = Math.Max(scale, 1.0);
        int longest = FindTaps(scale, filterScale);
        Blocks = (longest + TapsPerBlock - 1) / TapsPerBlock;
        Grow(ref _weights, checked(outputSize * Blocks * TapsPerBlock));
        Grow(ref _packed, outputSize * Blocks * TapsPerBlock);
        Grow(ref _sampleShares, Blocks * TapsPerBlock);
        Grow(ref _pixelShares, (int)(2 * filterScale) + 2);
        for (int i = 0; i < outputSize; i++)
            MakeWeights(i, Center(i, scale), filterScale);
        First = _starts[0];
        End = _starts[outputSize - 1] + _counts[outputSize - 1];
        return true;
    }

    /// <summary>How many leading output pixels can be made when every one reads whole blocks of packed RGB from its first tap on.</summary>
    /// <param name="available">Bytes that may be read from source pixel 0 on.</param>
    public int OutputsWithin(int available)
    {
        int needed = ((Blocks - 1) * TapsPerBlock * 3) + 16;
        int count = OutputSize;
        while (count > 0 && ((long)_starts[count - 1] * 3) + needed > available)
            count--;
        return count;
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

        return longest;
    }

    private (int Start, int End) Pixels(double center, double support) =>
        (Math.Max(0, (int)(center - support + 0.5)), Math.Min(_planned.SourceSize, (int)(center + support + 0.5)));

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

        int stride = Blocks * TapsPerBlock;
        Span<int> weights = _weights.AsSpan(index * stride, stride);
        for (int tap = 0; tap < shares.Length; tap++)
            weights[tap] = (int)(0.5 + (shares[tap] * (1 << PrecisionBits)));
        for (int tap = shares.Length; tap < weights.Length; tap++)
            weights[tap] = 0;
        Pack(weights, _packed.AsSpan(index * stride, stride));
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

    private static void Pack(ReadOnlySpan<int> weights, Span<int> packed)
    {
        const int LowMask = (1 << LowBits) - 1;
        for (int block = 0; block < weights.Length; block += TapsPerBlock)
        {
            packed[block] = (weights[block] & LowMask) | ((weights[block + 1] & LowMask) << 16);
            packed[block + 1] = (weights[block + 2] & LowMask) | ((weights[block + 3] & LowMask) << 16);
            packed[block + 2] = (weights[block] >> LowBits) | ((weights[block + 1] >> LowBits) << 16);
            packed[block + 3] = (weights[block + 2] >> LowBits) | ((weights[block + 3] >> LowBits) << 16);
        }
    }

    private static double Triangle(double x)
    {
        double distance = Math.Abs(x);
        return distance < 1.0 ? 1.0 - distance : 0.0;
    }

    private static void Grow<TElement>(ref TElement[] array, int length)
    {
        if (array.Length < length)
            array = new TElement[Math.Max(Math.Max(length, SmallestArray), array.Length * 2)];
    }
}
