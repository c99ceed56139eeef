using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// The engine's own JPEG decoder beside libjpeg-turbo on the same files, read from the file cache: to planes and to RGB. Passes of both
/// alternate, so that a neighbour on a shared machine troubles both alike.
/// </summary>
internal sealed class DecoderBench(SampleListing listing, int passes)
{
    /// <summary>Decodes one file.</summary>
    /// <param name="file">The whole file.</param>
    private delegate void DecodeOne(ReadOnlySpan<byte> file);

    /// <summary>Measures with some workers.</summary>
    /// <param name="workers">Threads.</param>
    public IReadOnlyList<DecoderBenchRow> Measure(int workers) =>
    [
        Alternate("planes", workers, TurboPlanes, OwnPlanes),
        Alternate("RGB", workers, TurboRgb, OwnRgb),
    ];

    /// <summary>Work of one worker: libjpeg-turbo's bare decode to RGB, the baseline of every benchmark. What it refuses costs it no time, which can only flatter it.</summary>
    /// <param name="listing">Samples that items number.</param>
    public static Throughput.Work BareRgb(SampleListing listing) => OnFiles(listing, TurboRgb());

    private DecoderBenchRow Alternate(string product, int workers, Func<DecodeOne> turbo, Func<DecodeOne> own)
    {
        var turboRates = new double[passes];
        var ownRates = new double[passes];
        for (int pass = 0; pass < passes; pass++)
        {
            turboRates[pass] = Rate(workers, turbo);
            ownRates[pass] = Rate(workers, own);
        }

        return new DecoderBenchRow(product, workers, Median(ownRates), Median(turboRates));
    }

    private double Rate(int workers, Func<DecodeOne> make) => Throughput.Measure(listing.Count, [.. Enumerable.Repeat(() => OnFiles(listing, make()), workers)], 1).Median;

    private static double Median(double[] rates) => rates.Order().ElementAt(rates.Length / 2);

    private static Throughput.Work OnFiles(SampleListing listing, DecodeOne decode)
    {
        var file = new GrowableBuffer();
        byte[] folder = Encoding.UTF8.GetBytes(listing.ImagesFolder);
        return item =>
        {
            if (FileReader.Read(folder, listing[item].ImagePath, file, out int length) == FileReadStatus.Complete)
                decode(file.Ensure(length));
        };
    }

    private static DecodeOne TurboPlanes()
    {
        var decompressor = new TurboJpegDecompressor();
        var planes = new GrowableBuffer();
        var shapes = new ImageShape[3];
        return file => decompressor.DecompressToPlanes(file, planes, shapes);
    }

    private static DecodeOne TurboRgb()
    {
        var decompressor = new TurboJpegDecompressor();
        var pixels = new GrowableBuffer();
        return file =>
        {
            if (decompressor.ReadShape(file, out ImageShape shape) != CodecStatus.Failed)
                decompressor.Decompress(file, shape, pixels.Ensure(shape.RgbBytes));
        };
    }

    // A file that the own decoder leaves to libjpeg-turbo is decoded by that here too, as in a run.
    private static DecodeOne OwnPlanes()
    {
        var decoder = new FastJpegDecoder();
        var planes = new JpegPlanes();
        DecodeOne rest = TurboPlanes();
        return file =>
        {
            if (decoder.DecodeToPlanes(file, planes) != JpegRefusal.None)
                rest(file);
        };
    }

    private static DecodeOne OwnRgb()
    {
        var decoder = new FastJpegDecoder();
        var rows = new RowSink();
        DecodeOne rest = TurboRgb();
        return file =>
        {
            if (decoder.DecodeRows(file, new RowRange(0, int.MaxValue), toEnd: true, rows, out _) != JpegRefusal.None)
                rest(file);
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
