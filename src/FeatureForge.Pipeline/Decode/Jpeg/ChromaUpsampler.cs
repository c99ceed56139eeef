using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Brings the rows of one component to the picture's size, one at a time.</summary>
internal sealed class ChromaUpsampler : IDisposable
{
    private const int NarrowestFiltered = 3;
    private readonly SimdLevel _level;
    private readonly AlignedBuffer _row = new();
    private int _horizontal;
    private int _vertical;
    private int _rowBytes;
    private int _firstSample;
    private int _endSample;

    /// <summary>Makes an upsampler.</summary>
    /// <param name="level">Width of the vectors.</param>
    public ChromaUpsampler(SimdLevel level) => _level = level;

    /// <summary>Which way this component goes.</summary>
    public UpsamplingKind Kind { get; private set; }

    /// <summary>True when a row needs samples of the row of samples above or below.</summary>
    public bool NeedsNeighbours => Kind is UpsamplingKind.Vertical or UpsamplingKind.Both;

    /// <summary>Chooses the way for a component, as libjpeg-turbo does.</summary>
    /// <param name="frame">Frame.</param>
    /// <param name="component">Component.</param>
    /// <param name="columns">Columns wanted, from a multiple of 128 on; filters leave others undefined.</param>
    public void Begin(JpegFrame frame, in JpegComponent component, RowRange columns)
    {
        _horizontal = frame.MostHorizontal / component.Horizontal;
        _vertical = frame.MostVertical / component.Vertical;
        Kind = KindOf(frame, component);
        _firstSample = columns.FirstColumn / _horizontal;
        _endSample = Math.Min(component.SampleWidth, (columns.EndColumn - 1) / _horizontal + 1);
        _rowBytes = component.SampleWidth * _horizontal + 4 * AlignedBuffer.LineBytes;
    }

    /// <summary>The way that libjpeg-turbo goes for a component.</summary>
    /// <param name="frame">Frame.</param>
    /// <param name="component">Component.</param>
    public static UpsamplingKind KindOf(JpegFrame frame, in JpegComponent component)
    {
        bool filtersColumns = component.SampleWidth >= NarrowestFiltered;
        return (frame.MostHorizontal / component.Horizontal, frame.MostVertical / component.Vertical) switch
        {
            (1, 1) => UpsamplingKind.None,
            (2, 1) when filtersColumns => UpsamplingKind.Horizontal,
            (1, 2) => UpsamplingKind.Vertical,
            (2, 2) when filtersColumns => UpsamplingKind.Both,
            _ => UpsamplingKind.Repeat,
        };
    }

    /// <summary>One row of the picture's width, defined where columns are wanted; a cache line behind it can be read.</summary>
    /// <param name="band">The component's samples.</param>
    /// <param name="row">Row of the picture, counted from the band's first; -1 is the last of the band before.</param>
    /// <param name="lastSampleRow">Last row of samples, counted from the band's first, that belongs to the picture.</param>
    /// <param name="isTop">True in the picture's first band.</param>
    public ReadOnlySpan<byte> Row(PlaneBand band, int row, int lastSampleRow, bool isTop)
    {
        // Rounds down for row -1 too.
        int near = _vertical == 1 ? row : (row + _vertical) / _vertical - 1;
        if (Kind == UpsamplingKind.None)
            return band.From(near);
        Span<byte> target = _row.Ensure(_rowBytes);
        if (Kind == UpsamplingKind.Repeat)
        {
            Repeat(band.From(near)[..band.SampleWidth], target);
            return target;
        }

        bool isLower = _vertical == 2 && (row & 1) != 0;
        int far = Math.Clamp(isLower ? near + 1 : near - 1, isTop ? 0 : -1, lastSampleRow);
        if (Kind == UpsamplingKind.Horizontal)
            Horizontal(band, near, target);
        else if (Kind == UpsamplingKind.Vertical)
            Vertical(new TwoRows(band, near, far), target, isLower ? (short)2 : (short)1);
        else
            Both(new TwoRows(band, near, far), target);
        return target;
    }

    /// <inheritdoc/>
    public void Dispose() => _row.Dispose();

    private void Repeat(ReadOnlySpan<byte> samples, Span<byte> target)
    {
        for (int i = 0; i < samples.Length; i++)
            target.Slice(i * _horizontal, _horizontal).Fill(samples[i]);
    }

    private void Horizontal(PlaneBand band, int row, Span<byte> target)
    {
        band.RepeatEdges(row);
        ref byte source = ref MemoryMarshal.GetReference(band.From(row)[_firstSample..]);
        ref byte bytes = ref MemoryMarshal.GetReference(target[(2 * _firstSample)..]);
        int count = _endSample - _firstSample;
        switch (_level)
        {
            case SimdLevel.Vector512:
                TriangleFilter<Lanes512, Vector512<short>, Vector512<int>>.Horizontal(ref source, ref bytes, count);
                break;
            case SimdLevel.Vector256:
                TriangleFilter<Lanes256, Vector256<short>, Vector256<int>>.Horizontal(ref source, ref bytes, count);
                break;
            case SimdLevel.Vector128:
                TriangleFilter<Lanes128, Vector128<short>, Vector128<int>>.Horizontal(ref source, ref bytes, count);
                break;
            case SimdLevel.Portable:
                TriangleFilter<LanesPortable, Vector128<short>, Vector128<int>>.Horizontal(ref source, ref bytes, count);
                break;
            default:
                ScalarTriangle.Horizontal(band.WithNeighbours(row), target);
                break;
        }
    }

    private void Vertical(in TwoRows rows, Span<byte> target, short bias)
    {
        ref byte near = ref MemoryMarshal.GetReference(rows.Band.From(rows.Near)[_firstSample..]);
        ref byte far = ref MemoryMarshal.GetReference(rows.Band.From(rows.Far)[_firstSample..]);
        ref byte bytes = ref MemoryMarshal.GetReference(target[_firstSample..]);
        int count = _endSample - _firstSample;
        switch (_level)
        {
            case SimdLevel.Vector512:
                TriangleFilter<Lanes512, Vector512<short>, Vector512<int>>.Vertical(ref near, ref far, ref bytes, count, bias);
                break;
            case SimdLevel.Vector256:
                TriangleFilter<Lanes256, Vector256<short>, Vector256<int>>.Vertical(ref near, ref far, ref bytes, count, bias);
                break;
            case SimdLevel.Vector128:
                TriangleFilter<Lanes128, Vector128<short>, Vector128<int>>.Vertical(ref near, ref far, ref bytes, count, bias);
                break;
            case SimdLevel.Portable:
                TriangleFilter<LanesPortable, Vector128<short>, Vector128<int>>.Vertical(ref near, ref far, ref bytes, count, bias);
                break;
            default:
                ScalarTriangle.Vertical(rows.Band.From(rows.Near)[..rows.Band.SampleWidth], rows.Band.From(rows.Far)[..rows.Band.SampleWidth], target, bias);
                break;
        }
    }

    private void Both(in TwoRows rows, Span<byte> target)
    {
        rows.Band.RepeatEdges(rows.Near);
        rows.Band.RepeatEdges(rows.Far);
        ref byte near = ref MemoryMarshal.GetReference(rows.Band.From(rows.Near)[_firstSample..]);
        ref byte far = ref MemoryMarshal.GetReference(rows.Band.From(rows.Far)[_firstSample..]);
        ref byte bytes = ref MemoryMarshal.GetReference(target[(2 * _firstSample)..]);
        int count = _endSample - _firstSample;
        switch (_level)
        {
            case SimdLevel.Vector512:
                TriangleFilter<Lanes512, Vector512<short>, Vector512<int>>.Both(ref near, ref far, ref bytes, count);
                break;
            case SimdLevel.Vector256:
                TriangleFilter<Lanes256, Vector256<short>, Vector256<int>>.Both(ref near, ref far, ref bytes, count);
                break;
            case SimdLevel.Vector128:
                TriangleFilter<Lanes128, Vector128<short>, Vector128<int>>.Both(ref near, ref far, ref bytes, count);
                break;
            case SimdLevel.Portable:
                TriangleFilter<LanesPortable, Vector128<short>, Vector128<int>>.Both(ref near, ref far, ref bytes, count);
                break;
            default:
                ScalarTriangle.Both(rows.Band.WithNeighbours(rows.Near), rows.Band.WithNeighbours(rows.Far), target);
                break;
        }
    }

    private readonly record struct TwoRows(PlaneBand Band, int Near, int Far);
}
