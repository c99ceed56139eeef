using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// What can be done with one JPEG file, by the engine's own decoder and by libjpeg-turbo. A file that the own decoder leaves to
/// libjpeg-turbo is decoded by that here too, as in a run.
/// </summary>
internal static class JpegWork
{
    /// <summary>Every row of a picture.</summary>
    public static readonly RowRange WholePicture = new(0, int.MaxValue);

    /// <summary>Works on one file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="rows">Rows wanted. Only the own decoder makes use of it; libjpeg-turbo gives all.</param>
    /// <param name="toEnd">True to check the coded data behind the last row too.</param>
    public delegate void OneFile(ReadOnlySpan<byte> file, RowRange rows, bool toEnd);

    /// <summary>Reads a sample's file and works on it.</summary>
    /// <param name="folder">Folder of the images, UTF-8.</param>
    /// <param name="sample">Sample.</param>
    /// <param name="buffer">Takes the file.</param>
    /// <returns>The file; empty when it cannot be read.</returns>
    public static ReadOnlySpan<byte> Read(byte[] folder, in SampleDescription sample, GrowableBuffer buffer) =>
        FileReader.Read(folder, sample.ImagePath, buffer, out int length) == FileReadStatus.Complete ? buffer.Ensure(length)[..length] : [];

    /// <summary>Work of one worker on whole pictures of a listing. What a decoder refuses costs it no time, which can only flatter it.</summary>
    /// <param name="listing">Samples that items number.</param>
    /// <param name="work">What is done with a file.</param>
    public static Throughput.Work OnFiles(SampleListing listing, OneFile work)
    {
        var buffer = new GrowableBuffer();
        byte[] folder = Encoding.UTF8.GetBytes(listing.ImagesFolder);
        return item =>
        {
            ReadOnlySpan<byte> file = Read(folder, listing[item], buffer);
            if (!file.IsEmpty)
                work(file, WholePicture, toEnd: true);
        };
    }

    /// <summary>libjpeg-turbo to planes as stored (tjDecompressToYUVPlanes).</summary>
    public static OneFile TurboPlanes()
    {
        var decompressor = new TurboJpegDecompressor();
        var planes = new GrowableBuffer();
        var shapes = new ImageShape[3];
        return (file, _, _) => decompressor.DecompressToPlanes(file, planes, shapes);
    }

    /// <summary>libjpeg-turbo to packed RGB (tjDecompress2), the baseline of every benchmark.</summary>
    public static OneFile TurboRgb()
    {
        var decompressor = new TurboJpegDecompressor();
        var pixels = new GrowableBuffer();
        return (file, _, _) =>
        {
            if (decompressor.ReadShape(file, out ImageShape shape) != CodecStatus.Failed)
                decompressor.Decompress(file, shape, pixels.Ensure(shape.RgbBytes));
        };
    }

    /// <summary>
    /// Entropy decoding alone: coefficients are made and let go of. Where the data behind the last row is not read, that row's own
    /// samples are made too, a part in the number of the picture's rows of coding units.
    /// </summary>
    public static OneFile Entropy()
    {
        var decoder = new FastJpegDecoder();
        var sink = new RowSink();
        OneFile rest = TurboPlanes();
        return (file, rows, toEnd) =>
        {
            toEnd |= rows.End == WholePicture.End;
            RowRange last = toEnd ? new RowRange(0, 0) : new RowRange(rows.End - 1, rows.End);
            if (decoder.DecodeRows(file, last, toEnd, sink, out _) != JpegRefusal.None)
                rest(file, rows, toEnd);
        };
    }

    /// <summary>The own decoder to planes as stored.</summary>
    public static OneFile OwnPlanes()
    {
        var decoder = new FastJpegDecoder();
        var planes = new JpegPlanes();
        OneFile rest = TurboPlanes();
        return (file, rows, toEnd) =>
        {
            if (decoder.DecodeToPlanes(file, rows, toEnd, planes) != JpegRefusal.None)
                rest(file, rows, toEnd);
        };
    }

    /// <summary>The own decoder to rows of packed RGB.</summary>
    public static OneFile OwnRgb()
    {
        var decoder = new FastJpegDecoder();
        var sink = new RowSink();
        OneFile rest = TurboRgb();
        return (file, rows, toEnd) =>
        {
            if (decoder.DecodeRows(file, rows, toEnd, sink, out _) != JpegRefusal.None)
                rest(file, rows, toEnd);
        };
    }

    private sealed class RowSink : IRowConsumer
    {
        public void Accept(in RowBand band)
        {
            // The rows are made; where they go is not measured.
        }
    }
}
