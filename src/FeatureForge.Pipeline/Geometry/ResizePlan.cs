using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// A planned resize of one worker, fidelity <c>reference</c>: weights of both passes and the rows between them. Rows are taken as a
/// decoder makes them and narrowed at once, so the picture of full size need not exist. Bytes equal Pillow's
/// <c>Image.resize(size, BILINEAR, box=window)</c>. Reused from sample to sample; allocates only when a sample is larger than any before.
/// </summary>
public sealed class ResizePlan : IRowConsumer, IDisposable
{
    private readonly SimdLevel _level;
    private readonly ResizeAxis _horizontal = new();
    private readonly ResizeAxis _vertical = new();
    private readonly GrowableBuffer _narrowed = new();
    private ImageShape _source;
    private int _nextRow;

    /// <summary>Makes an empty plan.</summary>
    public ResizePlan()
        : this(SimdLevels.Best)
    {
    }

    internal ResizePlan(SimdLevel level) => _level = level;

    /// <summary>Shape that <see cref="Finish"/> writes.</summary>
    public ImageShape Destination { get; private set; }

    /// <summary>Rows of the source that are read; others may be delivered and are ignored.</summary>
    public RowRange RowsNeeded => new(_vertical.First, _vertical.End);

    // One byte to spare for the 4-byte stores of the horizontal pass, rounded to whole cache lines.
    private int NarrowedStride => ((Destination.RowBytes + 1) + 63) & ~63;

    private long NarrowedBytes => (long)(_vertical.End - _vertical.First) * NarrowedStride;

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
        _horizontal.Plan(source.Width, window.X0, window.X1, destination.Width);
        _vertical.Plan(source.Height, window.Y0, window.Y1, destination.Height);
        _nextRow = _vertical.First;
        _narrowed.Ensure(NarrowedBytes);
    }

    /// <summary>Takes the next rows and narrows those that are needed.</summary>
    /// <param name="band">Packed RGB rows of the planned source.</param>
    /// <exception cref="NotSupportedException">The band has another layout than packed RGB.</exception>
    /// <exception cref="InvalidOperationException">Needed rows before this band were not delivered.</exception>
    public void Accept(in RowBand band)
    {
        if (band.Layout != RowLayout.Rgb)
            throw GeometryErrors.LayoutNotPlanned(band.Layout, RowLayout.Rgb);
        int end = Math.Min(band.FirstRow + band.RowCount, _vertical.End);
        if (end <= _nextRow)
            return;
        if (band.FirstRow > _nextRow)
            throw GeometryErrors.RowsMissing(_nextRow, band.FirstRow);
        int skipped = _nextRow - band.FirstRow;
        int count = end - _nextRow;
        var rows = new ResizeRows
        {
            Source = band.Plane0[(skipped * band.Stride0)..],
            SourceStride = band.Stride0,
            Destination = _narrowed.Ensure(NarrowedBytes)[((_nextRow - _vertical.First) * NarrowedStride)..],
            DestinationStride = NarrowedStride,
            Count = count,
            RowBytes = Destination.RowBytes,
        };
        if (rows.Source.Length < ((count - 1) * rows.SourceStride) + _source.RowBytes)
            throw new ArgumentException($"A band of {band.RowCount} rows of {_source.Width} pixels is longer than its {band.Plane0.Length} bytes.", nameof(band));
        if (_horizontal.IsCopy)
            CopyColumns(rows, _horizontal.First);
        else
            ResizeHorizontal.Run(rows, _horizontal, _level);
        _nextRow = end;
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
        if (_nextRow < _vertical.End)
            throw GeometryErrors.RowsMissing(_nextRow, _vertical.End);
        var rows = new ResizeRows
        {
            Source = _narrowed.Ensure(NarrowedBytes),
            SourceStride = NarrowedStride,
            Destination = destination,
            DestinationStride = stride,
            Count = Destination.Height,
            RowBytes = Destination.RowBytes,
        };
        if (_vertical.IsCopy)
            CopyColumns(rows, 0);
        else
            ResizeVertical.Run(rows, _vertical, _level);
        _narrowed.Trim();
    }

    /// <inheritdoc/>
    public void Dispose() => _narrowed.Dispose();

    /// <summary>What every resize asks of its window and its destination.</summary>
    /// <exception cref="ArgumentException">The window has no area or reaches outside the picture.</exception>
    internal static void CheckWindow(ImageShape source, BoxPixels window, ImageShape destination)
    {
        if (!window.HasArea || window.X0 < 0 || window.Y0 < 0 || window.X1 > source.Width || window.Y1 > source.Height)
            throw new ArgumentException($"The window {window} must have an area inside the picture of {source}.", nameof(window));
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Width, 1, nameof(destination));
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Height, 1, nameof(destination));
    }

    private static void CopyColumns(in ResizeRows rows, int firstPixel)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            rows.Source.Slice((row * rows.SourceStride) + (firstPixel * ImageShape.Channels), rows.RowBytes)
                .CopyTo(rows.Destination.Slice(row * rows.DestinationStride, rows.RowBytes));
        }
    }
}
