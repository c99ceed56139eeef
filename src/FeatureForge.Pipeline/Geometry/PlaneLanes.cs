using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Weights of the horizontal pass over a plane in the order that vectors want them. Neighbouring outputs read neighbouring samples, so
/// one load holds the samples of several outputs, a byte shuffle hands each output two of them, and one multiply-and-add weighs them.
/// Where the scale is too large for that, each output is a dot product of its own.
/// </summary>
/// <param name="wide">True when whole groups are loaded at once, not quads: 512 bits and permutes of bytes across them.</param>
internal sealed class PlaneLanes(bool wide)
{
    /// <summary>Outputs of a group, one per 32-bit lane of 512 bits.</summary>
    public const int GroupSize = 16;

    /// <summary>Bytes that are loaded at once for a group.</summary>
    public const int GroupBytes = 64;

    /// <summary>Outputs of a quad, one per 32-bit lane of 128 bits.</summary>
    public const int QuadSize = 4;

    /// <summary>Taps of a dot product are filled up to this many with weight 0.</summary>
    public const int DotStep = 16;

    private const int HalfSize = GroupSize / 2;
    private const int QuadBytes = 16;
    private const byte EmptyByte = 0x80;

    // Windows differ from sample to sample; arrays that start small would grow many times.
    private const int SmallestArray = 2048;
    private int[] _halfStarts = [];
    private int[] _quadStarts = [];
    private byte[] _groupBytes = [];
    private byte[] _quadBytes = [];
    private int[] _weights = [];
    private short[] _dotLow = [];
    private short[] _dotHigh = [];
    private byte[] _row = [];
    private int _firstWeight;
    private int _lastStart;
    private int _columns;

    /// <summary>True when the samples of neighbouring outputs lie close enough for shuffles.</summary>
    public bool AreClose { get; private set; }

    /// <summary>True when the two halves of a group need a load each.</summary>
    public bool AreHalved { get; private set; }

    /// <summary>True when whole groups are loaded at once, not quads.</summary>
    public bool IsWide => wide;

    /// <summary>Groups of outputs; lanes behind the last output have weight 0.</summary>
    public int Groups { get; private set; }

    /// <summary>Pairs of taps of every output; missing taps have weight 0.</summary>
    public int Pairs { get; private set; }

    /// <summary>Pairs of taps that one load of <see cref="GroupBytes"/> bytes holds for all its outputs.</summary>
    public int PairsPerLoad { get; private set; }

    /// <summary>Taps of a dot product, a multiple of <see cref="DotStep"/>.</summary>
    public int DotTaps { get; private set; }

    /// <summary>int32 [Groups, 2]: first sample of each half of a group.</summary>
    public ReadOnlySpan<int> HalfStarts => _halfStarts;

    /// <summary>int32 [Groups, 4]: first sample of each quad.</summary>
    public ReadOnlySpan<int> QuadStarts => _quadStarts;

    /// <summary>uint8 [Groups, 16, 4]: where the two samples of each lane lie behind the group's first, each followed by a byte without meaning; for halved groups 64 more than behind the half's first in the second half.</summary>
    public ReadOnlySpan<byte> GroupBytesFrom => _groupBytes;

    /// <summary>uint8 [Groups, 16, 4]: the same behind the quad's first, each followed by 0x80, which shuffles as zero.</summary>
    public ReadOnlySpan<byte> QuadBytesFrom => _quadBytes;

    /// <summary>
    /// int32 [Groups, Pairs, 2, 16]: low parts of the weights of two taps, 16 bits each, then the high parts. Starts on a cache line.
    /// </summary>
    public ReadOnlySpan<int> Weights => _weights.AsSpan(_firstWeight);

    /// <summary>int16 [outputs, DotTaps]: low parts of the weights, tap by tap.</summary>
    public ReadOnlySpan<short> DotLow => _dotLow;

    /// <summary>int16 [outputs, DotTaps]: high parts.</summary>
    public ReadOnlySpan<short> DotHigh => _dotHigh;

    /// <summary>Bytes of a row from its first sample on that must be readable.</summary>
    public int Reach
    {
        get
        {
            if (!AreClose)
                return _lastStart + DotTaps;
            return (2 * (Pairs - 1)) + (wide ? _halfStarts[(2 * Groups) - 1] + GroupBytes : _quadStarts[(Groups * QuadSize) - 1] + QuadBytes);
        }
    }

    /// <summary>Copies the end of a band, so that more than its samples can be read; what follows the samples meets weights of 0.</summary>
    /// <param name="samples">Samples of one row.</param>
    /// <param name="reach">Bytes that must be readable.</param>
    public ReadOnlySpan<byte> CopyWithRoom(ReadOnlySpan<byte> samples, int reach)
    {
        Grow(ref _row, Math.Max(reach, _columns + GroupBytes));
        samples.CopyTo(_row);
        return _row.AsSpan(0, reach);
    }

    /// <summary>Arranges the weights of an axis.</summary>
    /// <param name="axis">Planned axis.</param>
    /// <param name="columns">Samples in a row of the plane.</param>
    public void Plan(ResizeAxis axis, int columns)
    {
        if (axis.IsCopy)
            return;
        _columns = columns;
        Groups = (axis.OutputSize + GroupSize - 1) / GroupSize;
        _lastStart = axis.Starts[axis.OutputSize - 1];
        AreClose = FindStarts(axis);
        if (AreClose)
            ArrangeLanes(axis);
        else
            ArrangeDots(axis);
    }

    private bool FindStarts(ResizeAxis axis)
    {
        Grow(ref _halfStarts, Groups * 2);
        Grow(ref _quadStarts, Groups * QuadSize);
        ReadOnlySpan<int> starts = axis.Starts;
        int widest = Widest(starts, GroupSize);
        AreHalved = widest + 2 > GroupBytes;
        if (AreHalved)
            widest = Widest(starts, HalfSize);
        PairsPerLoad = (GroupBytes - widest) / 2;
        for (int half = 0; half < 2 * Groups; half++)
            _halfStarts[half] = starts[Math.Min(half * HalfSize, starts.Length - 1)];
        for (int quad = 0; quad < Groups * QuadSize; quad++)
            _quadStarts[quad] = starts[Math.Min(quad * QuadSize, starts.Length - 1)];
        return wide ? PairsPerLoad > 0 : Widest(starts, QuadSize) + 2 <= QuadBytes;
    }

    /// <summary>Largest distance from the first sample of the first to that of the last of some consecutive outputs.</summary>
    private static int Widest(ReadOnlySpan<int> starts, int size)
    {
        int widest = 0;
        for (int first = 0; first < starts.Length; first += size)
            widest = Math.Max(widest, starts[Math.Min(first + size, starts.Length) - 1] - starts[first]);
        return widest;
    }

    private void ArrangeLanes(ResizeAxis axis)
    {
        int longest = 0;
        foreach (int count in axis.Counts)
            longest = Math.Max(longest, count);
        Pairs = (longest + 1) / 2;
        Grow(ref _groupBytes, Groups * GroupBytes);
        Grow(ref _quadBytes, Groups * GroupBytes);
        GrowWeights(Groups * Pairs * 2 * GroupSize);
        for (int lane = 0; lane < Groups * GroupSize; lane++)
            ArrangeLane(axis, lane);
    }

    private void ArrangeLane(ResizeAxis axis, int output)
    {
        bool exists = output < axis.OutputSize;
        int start = exists ? axis.Starts[output] : 0;
        int half = AreHalved ? output / HalfSize : output / GroupSize * 2;
        int fromGroup = exists ? start - _halfStarts[half] + (half % 2 * GroupBytes) : 0;
        int fromQuad = exists ? start - _quadStarts[output / QuadSize] : 0;
        Span<byte> groupBytes = _groupBytes.AsSpan(output * 4, 4);
        Span<byte> quadBytes = _quadBytes.AsSpan(output * 4, 4);
        groupBytes[0] = groupBytes[1] = (byte)fromGroup;
        groupBytes[2] = groupBytes[3] = (byte)(fromGroup + 1);
        quadBytes[0] = (byte)fromQuad;
        quadBytes[2] = (byte)(fromQuad + 1);
        quadBytes[1] = quadBytes[3] = EmptyByte;
        int stride = axis.Blocks * ResizeAxis.TapsPerBlock;
        int target = _firstWeight + (output / GroupSize * Pairs * 2 * GroupSize) + (output % GroupSize);
        for (int pair = 0; pair < Pairs; pair++, target += 2 * GroupSize)
        {
            // Axis: blocks of four taps, low pairs 0 1 and 2 3, then the high ones.
            int origin = (output * stride) + (pair / 2 * ResizeAxis.TapsPerBlock) + (pair % 2);
            _weights[target] = exists ? axis.Packed[origin] : 0;
            _weights[target + GroupSize] = exists ? axis.Packed[origin + 2] : 0;
        }
    }

    private void ArrangeDots(ResizeAxis axis)
    {
        const int LowMask = (1 << ResizeAxis.LowBits) - 1;
        int stride = axis.Blocks * ResizeAxis.TapsPerBlock;
        DotTaps = (stride + DotStep - 1) / DotStep * DotStep;
        Grow(ref _dotLow, axis.OutputSize * DotTaps);
        Grow(ref _dotHigh, axis.OutputSize * DotTaps);
        for (int output = 0; output < axis.OutputSize; output++)
        {
            ReadOnlySpan<int> weights = axis.Weights.Slice(output * stride, stride);
            Span<short> low = _dotLow.AsSpan(output * DotTaps, DotTaps);
            Span<short> high = _dotHigh.AsSpan(output * DotTaps, DotTaps);
            low[stride..].Clear();
            high[stride..].Clear();
            for (int tap = 0; tap < stride; tap++)
            {
                low[tap] = (short)(weights[tap] & LowMask);
                high[tap] = (short)(weights[tap] >> ResizeAxis.LowBits);
            }
        }
    }

    private void GrowWeights(int length)
    {
        if (_weights.Length >= length + GroupSize)
            return;
        _weights = GC.AllocateUninitializedArray<int>(Math.Max(Math.Max(length + GroupSize, SmallestArray), _weights.Length * 2), pinned: true);
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<int>(), ref MemoryMarshal.GetArrayDataReference(_weights));
        _firstWeight = (int)(-address & (GroupBytes - 1)) / sizeof(int);
    }

    private static void Grow<TElement>(ref TElement[] array, int length)
    {
        if (array.Length < length)
            array = new TElement[Math.Max(Math.Max(length, SmallestArray), array.Length * 2)];
    }
}
