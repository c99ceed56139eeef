using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// A planned resize of one worker, fidelity <c>reference</c>: weights of both passes and the rows between them. Rows are taken as a
/// decoder makes them and narrowed at once, so the picture of full size need not exist. Bytes equal Pillow's
/// <c>Image.resize(size, BILINEAR, box=window)</c>. Colours are kept in planes between the passes, because neighbours of one plane fill a
/// vector; packed rows are split first. Reused from sample to sample; allocates only when a sample is larger than any before.
/// </summary>
public sealed class ResizePlan : IRowConsumer, IDisposable
{
    private const int Line = 64;
    private const int SplitRows = 8;
    private readonly SimdLevel _level;
    private readonly PlaneTrack _track;
    private readonly GrowableBuffer _memory = new();
    private readonly GrowableBuffer _split = new();
    private ImageShape _source;

    /// <summary>Makes an empty plan.</summary>
    public ResizePlan()
        : this(SimdLevels.Best)
    {
    }

    internal ResizePlan(SimdLevel level)
    {
        _level = level;
        _track = new PlaneTrack(level);
    }

    /// <summary>Shape that <see cref="Finish"/> writes.</summary>
    public ImageShape Destination { get; private set; }

    /// <summary>Part of the source that is read; more may be delivered and is ignored.</summary>
    public RowRange RowsNeeded => new(_track.First, _track.End) { FirstColumn = _track.FirstColumn, EndColumn = _track.EndColumn };

    /// <inheritdoc/>
    public bool TakesRgbPlanes => true;

    // Samples of one plane in a row between the passes: whole lines, which also hold the whole groups that the horizontal pass writes.
    private int Pitch => (Destination.Width + Line - 1) & ~(Line - 1);

    // The three planes of a row lie side by side, so that the vertical pass takes them as one.
    private int RowBytes => 3 * Pitch;

    private long NarrowedBytes => (long)(_track.End - _track.First) * RowBytes;

    private int SplitStride => (_source.Width + Line - 1) & ~(Line - 1);

    /// <summary>Plans one resize and forgets the rows of the one before.</summary>
    /// <param name="source">Shape of the picture that rows will come from.</param>
    /// <param name="window">Part of the picture that becomes the destination, in pixels; inside the picture, fractions allowed.</param>
    /// <param name="destination">Shape to make.</param>
    /// <exception cref="ArgumentException">The window has no area or reaches outside the picture.</exception>
    public void Plan(ImageShape source, BoxPixels window, ImageShape destination)
    {
        CheckWindow(source, window, destination);
        _source = source;
        Destination = destination;
        _track.Plan(RowFormat.Rgb(source), window, destination, default, default);
        _memory.EnsureAligned(NarrowedBytes + RowBytes);
    }

    /// <summary>Takes the next rows and narrows those that are needed.</summary>
    /// <param name="band">Rows of the planned source, packed RGB or planes.</param>
    /// <exception cref="NotSupportedException">The band has another layout.</exception>
    /// <exception cref="InvalidOperationException">Needed rows before this band were not delivered.</exception>
    public void Accept(in RowBand band)
    {
        if (band.Layout == RowLayout.RgbPlanes)
            Narrow(new PlaneRows { First = band.FirstRow, Count = band.RowCount, Samples = band.Plane0, Stride = band.Stride0 }, band.Plane1, band.Plane2);
        else if (band.Layout == RowLayout.Rgb)
            SplitAndNarrow(band);
        else
            throw GeometryErrors.LayoutNotPlanned(band.Layout, RowLayout.Rgb);
    }

    /// <summary>Writes the resized picture.</summary>
    /// <param name="destination">Picture of the planned destination shape.</param>
    /// <exception cref="InvalidOperationException">Not all needed rows were delivered.</exception>
    public void Finish(ImageView destination)
    {
        if (destination.Shape != Destination)
            throw new ArgumentException($"The plan makes {Destination}, the destination has {destination.Shape}.", nameof(destination));
        FinishInto(destination.Pixels, Destination.RowBytes);
    }

    /// <summary>Writes the resized picture into a rectangle of a larger one.</summary>
    /// <param name="destination">The larger picture's bytes from the rectangle's first pixel on.</param>
    /// <param name="stride">Bytes from one row of the larger picture to the next.</param>
    internal void FinishInto(Span<byte> destination, int stride)
    {
        _track.CheckComplete(1);
        Span<byte> memory = _memory.EnsureAligned(NarrowedBytes + RowBytes);
        ReadOnlySpan<byte> narrowed = memory[..(int)NarrowedBytes];
        Span<byte> row = memory.Slice((int)NarrowedBytes, RowBytes);
        for (int y = 0; y < Destination.Height; y++)
        {
            _track.MakeRow(y, narrowed, row);
            PlaneInterleave.Run(row, Pitch, destination.Slice(y * stride, Destination.RowBytes), _level);
        }

        _memory.Trim();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _split.Dispose();
    }

    /// <summary>What every resize asks of its window and its destination.</summary>
    /// <exception cref="ArgumentException">The window has no area or reaches outside the picture.</exception>
    internal static void CheckWindow(ImageShape source, BoxPixels window, ImageShape destination)
    {
        if (!window.HasArea || window.X0 < 0 || window.Y0 < 0 || window.X1 > source.Width || window.Y1 > source.Height)
            throw new ArgumentException($"The window {window} must have an area inside the picture of {source}.", nameof(window));
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Width, 1, nameof(destination));
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Height, 1, nameof(destination));
    }

    private void Narrow(in PlaneRows red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue)
    {
        Span<byte> narrowed = _memory.EnsureAligned(NarrowedBytes + RowBytes);
        _track.Narrow(red, narrowed, RowBytes);
        _track.Narrow(red with { Samples = green }, narrowed[Pitch..], RowBytes);
        _track.Next = _track.Narrow(red with { Samples = blue }, narrowed[(2 * Pitch)..], RowBytes);
    }

    private void SplitAndNarrow(in RowBand band)
    {
        int stride = SplitStride, first = Math.Max(band.FirstRow, _track.Next), end = Math.Min(band.FirstRow + band.RowCount, _track.End);
        if (end > first && band.Plane0.Length < ((long)(end - 1 - band.FirstRow) * band.Stride0) + _source.RowBytes)
            throw new ArgumentException($"A band of {band.RowCount} rows of {_source.Width} pixels is longer than its {band.Plane0.Length} bytes.", nameof(band));
        Span<byte> planes = _split.EnsureAligned((3L * SplitRows * stride) + Line);
        int planeBytes = SplitRows * stride;
        for (int row = first; row < end; row += SplitRows)
        {
            int count = Math.Min(SplitRows, end - row);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> packed = band.Row(row - band.FirstRow + i, _source.RowBytes);
                int column = _track.FirstColumn, columns = _track.EndColumn - column;
                PlaneInterleave.Split(packed.Slice(3 * column, 3 * columns), planes[((i * stride) + column)..], planeBytes, _level);
            }

            Narrow(new PlaneRows { First = row, Count = count, Samples = planes, Stride = stride }, planes[planeBytes..], planes[(2 * planeBytes)..]);
        }
    }
}
