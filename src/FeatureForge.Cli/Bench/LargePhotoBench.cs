using System.Diagnostics;
using FeatureForge.Cli.Synth;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Cli.Bench;

/// <summary>One drawn photo of 12 megapixels, decoded to RGB on one core and, by its entry points, on several. Passes alternate; the bytes must be equal.</summary>
internal sealed class LargePhotoBench
{
    /// <summary>Shape of the photo.</summary>
    public static readonly ImageShape Shape = new(4000, 3000);

    private const int Quality = 97;
    private readonly byte[] _file;
    private readonly byte[] _expected;
    private readonly EntryPoints _points = new();

    /// <summary>Draws the photo.</summary>
    public LargePhotoBench()
    {
        using var compressor = new TurboJpegCompressor();
        using var buffer = new GrowableBuffer();
        var picture = SynthPhotoPainter.Paint(7, 0, Shape).Picture;
        int length = compressor.Compress(picture.View, Quality, ChromaSampling.Chroma420, buffer);
        _file = buffer.Ensure(length)[..length].ToArray();
        _expected = new byte[Shape.RgbBytes + FastJpegDecoder.PictureSlack];
        using var decoder = new FastJpegDecoder();
        decoder.DecodePicture(_file, _expected);
        if (decoder.FindEntryPoints(_file, _points) != JpegRefusal.None)
            throw new InvalidOperationException("The drawn photo has no entry points.");
    }

    /// <summary>Bytes of the file.</summary>
    public int FileBytes => _file.Length;

    /// <summary>Measures.</summary>
    /// <param name="threads">Numbers of threads.</param>
    /// <param name="passes">Timed passes.</param>
    public IReadOnlyList<LargePhotoBenchRow> Measure(IReadOnlyList<int> threads, int passes)
    {
        using var plain = new FastJpegDecoder();
        ParallelJpegDecoder[] decoders = [.. threads.Select(count => new ParallelJpegDecoder(count))];
        byte[] picture = new byte[_expected.Length];
        var times = new double[threads.Count + 1][];
        for (int i = 0; i < times.Length; i++)
            times[i] = new double[passes];
        for (int pass = -1; pass < passes; pass++)
        {
            for (int i = 0; i < times.Length; i++)
            {
                double time = i == 0 ? Time(picture, () => plain.DecodePicture(_file, picture) == JpegRefusal.None) : Time(picture, () => decoders[i - 1].DecodePicture(_file, _points, Shape, picture));
                if (pass >= 0)
                    times[i][pass] = time;
            }
        }

        foreach (ParallelJpegDecoder decoder in decoders)
            decoder.Dispose();
        return [.. times.Select((passTimes, i) => new LargePhotoBenchRow(i == 0 ? 0 : threads[i - 1], passTimes.Order().ElementAt(passes / 2)))];
    }

    private double Time(byte[] picture, Func<bool> decode)
    {
        long start = Stopwatch.GetTimestamp();
        bool done = decode();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (!done || !picture.AsSpan(0, (int)Shape.RgbBytes).SequenceEqual(_expected.AsSpan(0, (int)Shape.RgbBytes)))
            throw new InvalidOperationException("Decoding on several cores gave other bytes.");
        return milliseconds;
    }
}
