using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// A planned resize of one worker, fidelity <c>fast</c>: luma and chroma planes go straight to the output size, each rounded and clipped
/// to 8 bits after each pass, and become RGB there. The luma weights are those of <see cref="ResizePlan"/>; the chroma weights are the same
/// composed with libjpeg's upsampling. With chroma, the weights of rows are rounded to 16 bits, see <see cref="PlaneVertical"/>; grey
/// pictures are those of <see cref="ResizePlan"/>. Everything is whole numbers. Reused from sample to sample; allocates only when a sample is
/// larger than any before.
/// </summary>
public sealed class PlaneResizePlan : IRowConsumer, IDisposable
{
    private const int Line = 64;
    private const byte NeutralChroma = 128;
    private readonly SimdLevel _level;
    private readonly PlaneTrack _luma;
    private readonly PlaneTrack _subsampled;
    private readonly GrowableBuffer _memory = new();

    // One of the two: chroma of full size has the weights of luma.
    private PlaneTrack _chroma;
    private RowFormat _source;

    /// <summary>Makes an empty plan.</summary>
    public PlaneResizePlan()
        : this(SimdLevels.Best)
    {
    }

    internal PlaneResizePlan(SimdLevel level)
    {
        _level = level;
        _luma = new PlaneTrack(level);
        _subsampled = new PlaneTrack(level) { TakesWords = true };
        _chroma = _subsampled;
    }

    /// <summary>Shape that <see cref="Finish"/> writes.</summary>
    public ImageShape Destination { get; private set; }

    /// <summary>Part of luma that must be delivered, with the chroma that belongs to it.</summary>
    public RowRange RowsNeeded
    {
        get
        {
            if (!HasChroma)
                return new RowRange(_luma.First, _luma.End) { FirstColumn = _luma.FirstColumn, EndColumn = _luma.EndColumn };
            int factorX = _source.ChromaFactorX, factorY = _source.ChromaFactorY;
            return new RowRange(Math.Min(_luma.First, _chroma.First * factorY), Math.Max(_luma.End, Math.Min(_source.Shape.Height, _chroma.End * factorY)))
            {
                FirstColumn = Math.Min(_luma.FirstColumn, _chroma.FirstColumn * factorX),
                EndColumn = Math.Max(_luma.EndColumn, Math.Min(_source.Shape.Width, _chroma.EndColumn * factorX)),
            };
        }
    }

    private bool HasChroma => _source.Layout == RowLayout.LumaChroma;

    // Samples of one plane in a row between the passes: whole lines, which also hold the whole groups that the horizontal pass writes.
    private int Pitch => (Destination.Width + Line - 1) & ~(Line - 1);

    private long LumaBytes => (long)(_luma.End - _luma.First) * Pitch;

    // Both chroma planes lie side by side, so that the vertical pass takes them as one.
    private long ChromaBytes => HasChroma ? (long)(_chroma.End - _chroma.First) * Pitch * 2 : 0;

    /// <summary>Plans one resize and forgets the rows of the one before.</summary>
    /// <param name="source">What the bands will hold: luma alone or with chroma.</param>
    /// <param name="window">Part of the luma plane that becomes the destination, in its samples; inside the plane, fractions allowed.</param>
    /// <param name="destination">Shape to make.</param>
    /// <exception cref="ArgumentException">The bands hold RGB, a chroma factor is out of range, or the window has no area or reaches outside the picture.</exception>
    public void Plan(RowFormat source, BoxPixels window, ImageShape destination)
    {
        ResizePlan.CheckWindow(source.Shape, window, destination);
        if (source.Layout == RowLayout.Rgb || !IsFactor(source.ChromaFactorX) || !IsFactor(source.ChromaFactorY))
            throw new ArgumentException($"Planes with chroma factors of 1 to {RowFormat.LargestFactor} are resized, not {source.Layout} with {source.ChromaFactorX} and {source.ChromaFactorY}.", nameof(source));
        _source = source;
        Destination = destination;
        _luma.TakesWords = HasChroma;
        _luma.Plan(source, window, destination, default, default);
        _chroma = source is { ChromaFactorX: 1, ChromaFactorY: 1 } ? _luma : _subsampled;
        if (_chroma == _subsampled)
            _chroma.Plan(source, window, destination, ChromaUpsampling.Columns(source), ChromaUpsampling.Rows(source));
        _memory.EnsureAligned(LumaBytes + ChromaBytes + (3 * Pitch));
    }

    /// <summary>Takes the next rows and narrows those that are needed.</summary>
    /// <param name="band">Rows of the planned planes.</param>
    /// <exception cref="NotSupportedException">The band is not what was planned.</exception>
    /// <exception cref="InvalidOperationException">Needed rows before this band were not delivered.</exception>
    public void Accept(in RowBand band)
    {
        if (band.Layout != _source.Layout)
            throw GeometryErrors.LayoutNotPlanned(band.Layout, _source.Layout);
        if (HasChroma && (band.ChromaFactorX != _source.ChromaFactorX || band.ChromaFactorY != _source.ChromaFactorY || band.FirstRow % band.ChromaFactorY != 0))
            throw GeometryErrors.ChromaNotPlanned(band.FirstRow, (band.ChromaFactorX, band.ChromaFactorY), _source);
        Span<byte> memory = _memory.EnsureAligned(LumaBytes + ChromaBytes + (3 * Pitch));
        var luma = new PlaneRows { First = band.FirstRow, Count = band.RowCount, Samples = band.Plane0, Stride = band.Stride0 };
        int lumaNext = _luma.Narrow(luma, memory, Pitch);
        if (HasChroma)
            _chroma.Next = NarrowChroma(band, memory[(int)LumaBytes..]);
        _luma.Next = lumaNext;
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
        _luma.CheckComplete(1);
        if (HasChroma)
            _chroma.CheckComplete(_source.ChromaFactorY);
        Span<byte> memory = _memory.EnsureAligned(LumaBytes + ChromaBytes + (3 * Pitch));
        ReadOnlySpan<byte> lumaRows = memory[..(int)LumaBytes];
        ReadOnlySpan<byte> chromaRows = memory.Slice((int)LumaBytes, (int)ChromaBytes);
        Span<byte> lumaRow = memory.Slice((int)(LumaBytes + ChromaBytes), Pitch);
        Span<byte> chromaRow = memory.Slice((int)(LumaBytes + ChromaBytes) + Pitch, 2 * Pitch);
        if (!HasChroma)
            chromaRow.Fill(NeutralChroma);
        for (int y = 0; y < Destination.Height; y++)
        {
            _luma.MakeRow(y, lumaRows, lumaRow);
            if (HasChroma)
                _chroma.MakeRow(y, chromaRows, chromaRow);
            PlaneColors.Run(lumaRow, chromaRow, chromaRow[Pitch..], destination.Slice(y * stride, Destination.RowBytes), _level);
        }

        _memory.Trim();
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private int NarrowChroma(in RowBand band, Span<byte> narrowed)
    {
        var chroma = new PlaneRows { First = band.FirstRow / band.ChromaFactorY, Count = band.ChromaRowCount, Samples = band.Plane1, Stride = band.ChromaStride };
        _chroma.Narrow(chroma, narrowed, 2 * Pitch);
        return _chroma.Narrow(chroma with { Samples = band.Plane2 }, narrowed[Pitch..], 2 * Pitch);
    }

    private static bool IsFactor(int factor) => factor is >= 1 and <= RowFormat.LargestFactor;
}
