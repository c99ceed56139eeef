using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>The two passes over one plane, or over planes of equal size: weights, and how far the rows have come.</summary>
internal sealed class PlaneTrack(SimdLevel level)
{
    private readonly ResizeAxis _horizontal = new(level);
    private readonly ResizeAxis _vertical = new(level);
    private readonly PlaneLanes _lanes = new(level >= SimdLevel.Vector512 && Avx512Vbmi.IsSupported);
    private readonly PlaneVertical _words = new();
    private int _columns;
    private bool _areWordsDue;

    /// <summary>Weights of the pass along rows.</summary>
    public ResizeAxis Horizontal => _horizontal;

    /// <summary>Weights of the pass along columns.</summary>
    public ResizeAxis Vertical => _vertical;

    /// <summary>The weights of <see cref="Vertical"/> rounded to 16 bits; those of the axis only while <see cref="InWords"/> is true.</summary>
    public PlaneVertical Words => _words;

    /// <summary>True when output rows are made by <see cref="PlaneVertical"/>.</summary>
    public bool InWords => TakesWords && _vertical.LongestCount is > 0 and <= PlaneVertical.MostTaps;

    /// <summary>First row read.</summary>
    public int First => _vertical.First;

    /// <summary>Row after the last one read.</summary>
    public int End => _vertical.End;

    /// <summary>First column read.</summary>
    public int FirstColumn => _horizontal.First;

    /// <summary>Column after the last one read.</summary>
    public int EndColumn => _horizontal.End;

    /// <summary>True to make output rows by <see cref="PlaneVertical"/>, where an axis has few enough taps.</summary>
    public bool TakesWords { get; set; }

    /// <summary>Next row to be narrowed.</summary>
    public int Next { get; set; }

    /// <summary>Makes the weights.</summary>
    /// <param name="source">The picture's planes.</param>
    /// <param name="window">Window in samples of luma.</param>
    /// <param name="destination">Shape to make.</param>
    /// <param name="columns">How this plane's columns relate to those of luma.</param>
    /// <param name="rows">How its rows do.</param>
    public void Plan(RowFormat source, BoxPixels window, ImageShape destination, ChromaUpsampling columns, ChromaUpsampling rows)
    {
        bool changed = _horizontal.Plan(source.Shape.Width, window.X0, window.X1, destination.Width, columns);
        _areWordsDue |= _vertical.Plan(source.Shape.Height, window.Y0, window.Y1, destination.Height, rows);
        _columns = columns.IsNeeded || rows.IsNeeded ? source.ChromaShape.Width : source.Shape.Width;
        if (changed)
            _lanes.Plan(_horizontal, _columns);
        if (InWords && _areWordsDue)
        {
            _words.Plan(_vertical);
            _areWordsDue = false;
        }

        Next = _vertical.First;
    }

    /// <summary>Narrows those of some rows that are needed and come next.</summary>
    /// <param name="rows">Rows of the plane.</param>
    /// <param name="narrowed">Narrowed rows from <see cref="First"/> on.</param>
    /// <param name="pitch">Bytes from one narrowed row to the next.</param>
    /// <returns>The row that comes next then.</returns>
    /// <exception cref="InvalidOperationException">Needed rows before these were not delivered.</exception>
    public int Narrow(in PlaneRows rows, Span<byte> narrowed, int pitch)
    {
        int end = Math.Min(rows.First + rows.Count, End);
        if (end <= Next)
            return Next;
        if (rows.First > Next)
            throw GeometryErrors.RowsMissing(Next, rows.First);
        int skipped = Next - rows.First;
        var pass = new ResizeRows
        {
            Source = rows.Samples[(skipped * rows.Stride)..],
            SourceStride = rows.Stride,
            Destination = narrowed[((Next - First) * pitch)..],
            DestinationStride = pitch,
            Count = end - Next,
            RowBytes = _horizontal.OutputSize,
        };
        if (pass.Source.Length < ((pass.Count - 1) * pass.SourceStride) + _columns)
            throw new ArgumentException($"{rows.Count} rows of {_columns} samples are longer than the {rows.Samples.Length} bytes of their plane.", nameof(rows));
        if (_horizontal.IsCopy)
            CopyColumns(pass, _horizontal.First);
        else
            PlaneHorizontal.Run(pass, _horizontal, _lanes, level);
        return end;
    }

    /// <summary>Makes one row of the output.</summary>
    /// <param name="y">Output row.</param>
    /// <param name="narrowed">All narrowed rows; their length in bytes over their number is their pitch.</param>
    /// <param name="row">Row to make, as long as a narrowed row.</param>
    public void MakeRow(int y, ReadOnlySpan<byte> narrowed, Span<byte> row)
    {
        if (_vertical.IsCopy)
            narrowed.Slice(y * row.Length, row.Length).CopyTo(row);
        else if (InWords)
            _words.RunRow(narrowed, row, (_vertical, y), level);
        else
            ResizeVertical.RunRow(narrowed, row, (_vertical, y), level);
    }

    /// <summary>Checks that every needed row was delivered.</summary>
    /// <param name="factor">Rows of luma for each row of this plane; errors speak of rows of luma.</param>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void CheckComplete(int factor)
    {
        if (Next < End)
            throw GeometryErrors.RowsMissing(Next * factor, End * factor);
    }

    private static void CopyColumns(in ResizeRows rows, int first)
    {
        for (int row = 0; row < rows.Count; row++)
            rows.Source.Slice((row * rows.SourceStride) + first, rows.RowBytes).CopyTo(rows.Destination.Slice(row * rows.DestinationStride, rows.RowBytes));
    }
}
