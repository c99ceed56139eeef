using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    public const int GroupSize = ResizeAxis.GroupSize;

    /// <summary>Bytes that are loaded at once for a group.</summary>
    public const int GroupBytes = 64;

    /// <summary>Outputs of a quad, one per 32-bit lane of 128 bits.</summary>
    public const int QuadSize = 4;

    /// <summary>Taps of a dot product are filled up to this many with weight 0.</summary>
    public const int DotStep = 16;

    private const int HalfSize = GroupSize / 2;
    private const int QuadBytes = 16;

    // Windows differ from sample to sample; arrays that start small would grow many times.
    private const int SmallestArray = 2048;
    private int[] _halfStarts = [];
    private int[] _quadStarts = [];
    private byte[] _groupBytes = [];
    private byte[] _quadBytes = [];
    private short[] _dotLow = [];
    private short[] _dotHigh = [];
    private byte[] _row = [];
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

    /// <summary>Pairs of taps of every output, as <see cref="ResizeAxis.Packed"/> holds them; missing taps have weight 0.</summary>
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
        starts = starts[..axis.OutputSize];
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
        Pairs = (axis.LongestCount + 1) / 2;
        if (wide)
            ArrangeGroups(axis.Starts);
        else
            ArrangeQuads(axis.Starts);
    }

    private void ArrangeGroups(ReadOnlySpan<int> starts)
    {
        Grow(ref _groupBytes, Groups * GroupBytes);
        Span<int> places = MemoryMarshal.Cast<byte, int>(_groupBytes.AsSpan());
        for (int output = 0; output < Groups * GroupSize; output += HalfSize)
        {
            int half = AreHalved ? output / HalfSize : output / GroupSize * 2;
            Vector256<int> from = Vector256.Create(starts[output..]) - Vector256.Create(_halfStarts[half] - (half % 2 * GroupBytes));
            ((from * 0x01010101) + Vector256.Create(0x01010000)).CopyTo(places[output..]);
        }
    }

    private void ArrangeQuads(ReadOnlySpan<int> starts)
    {
        Grow(ref _quadBytes, Groups * GroupBytes);
        Span<int> places = MemoryMarshal.Cast<byte, int>(_quadBytes.AsSpan());
        for (int output = 0; output < Groups * GroupSize; output += QuadSize)
        {
            Vector128<int> from = Vector128.Create(starts[output..]) - Vector128.Create(_quadStarts[output / QuadSize]);
            (((from * 0x00010001) + Vector128.Create(0x00010000)) | Vector128.Create(unchecked((int)0x80008000))).CopyTo(places[output..]);
        }
    }

    private void ArrangeDots(ResizeAxis axis)
    {
        const int LowMask = (1 << ResizeAxis.LowBits) - 1;
        DotTaps = (axis.LongestCount + DotStep - 1) / DotStep * DotStep;
        Grow(ref _dotLow, axis.OutputSize * DotTaps);
        Grow(ref _dotHigh, axis.OutputSize * DotTaps);
        ReadOnlySpan<int> weights = axis.Weights;
        for (int output = 0; output < axis.OutputSize; output++)
        {
            Span<short> low = _dotLow.AsSpan(output * DotTaps, DotTaps);
            Span<short> high = _dotHigh.AsSpan(output * DotTaps, DotTaps);
            low.Clear();
            high.Clear();
            for (int tap = 0; tap < axis.Counts[output]; tap++)
            {
                int weight = weights[(tap * axis.Pitch) + output];
                low[tap] = (short)(weight & LowMask);
                high[tap] = (short)(weight >> ResizeAxis.LowBits);
            }
        }
    }

    private static void Grow<TElement>(ref TElement[] array, int length)
    {
        if (array.Length < length)
            array = new TElement[Math.Max(Math.Max(length, SmallestArray), array.Length * 2)];
    }
}
