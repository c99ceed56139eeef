using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Records.EntryPoints;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// What entry points bring on crops at random places: file to rows of the crop, with and without. "With" includes all that a run does: the
/// record is read, both checksums are computed, and what decoding reaches is compared. Passes of both alternate.
/// </summary>
internal sealed class EntryPointBench : IDisposable
{
    private static readonly int[] s_areas = [8, 15, 25, 50, 75, 100];
    private readonly SampleListing _listing;
    private readonly int _passes;
    private readonly ImageShape[] _shapes;
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("featureforge-bench-").FullName, EntryPointIndex.FileName);
    private readonly EntryPointIndex _index;

    /// <summary>Finds the entry points of some photos; they are kept in a folder for temporary files.</summary>
    /// <param name="listing">Photos.</param>
    /// <param name="passes">Timed passes.</param>
    public EntryPointBench(SampleListing listing, int passes)
    {
        _listing = listing;
        _passes = passes;
        _shapes = new ImageShape[listing.Count];
        WriteIndex();
        _index = EntryPointIndex.Open(_path, listing.Count, image => listing[image].ImagePath, out _)!;
    }

    /// <summary>Photos that have entry points; the others are left out of the measurement.</summary>
    public int Photos => _index.Found;

    /// <summary>Bytes of those photos.</summary>
    public long PhotoBytes { get; private set; }

    /// <summary>Bytes of the file of entry points.</summary>
    public long IndexBytes { get; private set; }

    /// <summary>Measures crops of all sizes.</summary>
    /// <param name="workers">Threads.</param>
    public IReadOnlyList<EntryPointBenchRow> Measure(int workers) => [.. s_areas.Select(area => Measure(area, workers))];

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    private EntryPointBenchRow Measure(int area, int workers)
    {
        var without = new double[_passes];
        var with = new double[_passes];
        for (int pass = 0; pass < _passes; pass++)
        {
            without[pass] = Rate(workers, () => Crop(area, byEntryPoints: false));
            with[pass] = Rate(workers, () => Crop(area, byEntryPoints: true));
        }

        return new EntryPointBenchRow(area, workers, Median(without), Median(with));
    }

    private double Rate(int workers, Func<Throughput.Work> make) => Photos * Throughput.Measure(_listing.Count, [.. Enumerable.Repeat(make, workers)], 1).Median / _listing.Count;

    private static double Median(double[] rates) => rates.Order().ElementAt(rates.Length / 2);

    private Throughput.Work Crop(int area, bool byEntryPoints)
    {
        var decoder = new FastJpegDecoder();
        var points = new EntryPoints();
        var file = new GrowableBuffer();
        var record = new GrowableBuffer();
        var rows = new RowSink();
        byte[] folder = Encoding.UTF8.GetBytes(_listing.ImagesFolder);
        return item =>
        {
            ImageShape shape = _shapes[item];
            if (shape.Height == 0 || FileReader.Read(folder, _listing[item].ImagePath, file, out int length) != FileReadStatus.Complete)
                return;
            ReadOnlySpan<byte> bytes = file.Ensure(length)[..length];
            RowRange wanted = Rows(area, shape, _listing[item].KeyHash);
            if (!byEntryPoints || wanted.First < EntryPoints.LeastRowsSkipped)
                decoder.DecodeRows(bytes, wanted, toEnd: false, rows, out _);
            else if (!EntryPointRecord.TryRead(_index.Read(item, record), out EntryPointRecord found) || !found.IsOf(bytes)
                || !points.TryRead(found.Content) || !decoder.DecodeRows(bytes, points, wanted, rows))
                throw new InvalidOperationException("Entry points that were just made do not fit.");
        };
    }

    private static RowRange Rows(int area, ImageShape shape, ulong keyHash)
    {
        int height = Math.Max(1, (int)Math.Round(Math.Sqrt(area / 100.0) * shape.Height));
        int first = new SampleRandom(1, keyHash, 0, 0xFFFD).NextInteger(shape.Height - height + 1);
        return new RowRange(first, first + height);
    }

    private void WriteIndex()
    {
        using var writer = new EntryPointIndexWriter(_path);
        using var decoder = new FastJpegDecoder();
        using var record = new GrowableBuffer();
        var points = new EntryPoints();
        for (int item = 0; item < _listing.Count; item++)
        {
            byte[] file = File.ReadAllBytes(Path.Combine(_listing.ImagesFolder, Encoding.UTF8.GetString(_listing[item].ImagePath)));
            int bytes = 0;
            if (decoder.FindEntryPoints(file, points) == JpegRefusal.None)
            {
                _shapes[item] = decoder.Shape;
                PhotoBytes += file.Length;
                bytes = EntryPointRecord.ByteCount(points.ByteCount);
                Span<byte> made = record.Ensure(bytes)[..bytes];
                points.Write(EntryPointRecord.ContentOf(made));
                EntryPointRecord.Complete(made, file);
            }

            writer.Add(record.Ensure(bytes)[..bytes]);
        }

        writer.Complete(image => _listing[image].ImagePath);
        IndexBytes = writer.ByteCount;
    }

    private sealed class RowSink : IRowConsumer
    {
        public void Accept(in RowBand band)
        {
            // The rows are made; where they go is not measured.
        }
    }
}
