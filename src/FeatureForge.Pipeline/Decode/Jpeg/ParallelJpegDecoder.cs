using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Decodes one large JPEG file on several cores by its entry points: each core takes rows of its own, with a decoder and buffers of its
/// own. The bytes are those of one core. For single pictures; a run has a picture for every core anyway.
/// </summary>
public sealed class ParallelJpegDecoder : IDisposable
{
    private readonly FastJpegDecoder[] _decoders;
    private readonly ParallelOptions _parallel;

    /// <summary>Makes the decoders.</summary>
    /// <param name="threads">Threads, at least 1.</param>
    public ParallelJpegDecoder(int threads)
        : this(threads, SimdLevels.Best)
    {
    }

    internal ParallelJpegDecoder(int threads, SimdLevel level)
    {
        _decoders = [.. Enumerable.Range(0, threads).Select(_ => new FastJpegDecoder(level))];
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
    }

    /// <summary>Decodes a whole picture as stored to packed RGB.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="points">Its entry points. They need not be trusted: each group of rows must end where the next one began, and the first began at the top.</param>
    /// <param name="shape">Shape of the picture.</param>
    /// <param name="picture">uint8 RGB, the picture's bytes; undefined unless true is returned.</param>
    /// <returns>False when file and entry points do not agree, or the file is left to libjpeg-turbo: decode it without them.</returns>
    public bool DecodePicture(ReadOnlyMemory<byte> file, EntryPoints points, ImageShape shape, Memory<byte> picture)
    {
        if (_decoders[0].Read(file.Span) != JpegRefusal.None || _decoders[0].Shape != shape)
            return false;
        int groups = Math.Min(_decoders.Length, points.Rows), failures = 0, height = _decoders[0].UnitHeight;
        Parallel.For(0, groups, _parallel, group =>
        {
            // Groups end between rows of coding units, so that no unit is decoded twice but for the one above a group.
            var rows = new RowRange(RowAt(group), RowAt(group + 1));
            if (!_decoders[group].DecodeRows(file.Span, points, rows, new PictureRows(picture, shape.RowBytes)))
                Interlocked.Increment(ref failures);
        });
        return failures == 0;

        int RowAt(int group) => (int)Math.Min(shape.Height, (long)points.Rows * group / groups * height);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FastJpegDecoder decoder in _decoders)
            decoder.Dispose();
    }

    private sealed class PictureRows(Memory<byte> picture, int rowBytes) : IRowConsumer
    {
        public void Accept(in RowBand band)
        {
            Span<byte> pixels = picture.Span;
            for (int row = 0; row < band.RowCount; row++)
                band.Row(row, rowBytes).CopyTo(pixels[((band.FirstRow + row) * rowBytes)..]);
        }
    }
}
