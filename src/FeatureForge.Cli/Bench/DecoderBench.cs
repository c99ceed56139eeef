using FeatureForge.Core.Samples;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// The engine's own JPEG decoder beside libjpeg-turbo on the same files, read from the file cache: to planes and to RGB. Passes of both
/// alternate, so that a neighbour on a shared machine troubles both alike.
/// </summary>
internal sealed class DecoderBench(SampleListing listing, int passes)
{
    /// <summary>Measures with some workers.</summary>
    /// <param name="workers">Threads.</param>
    public IReadOnlyList<DecoderBenchRow> Measure(int workers)
    {
        Func<JpegWork.OneFile>[] contenders = [JpegWork.TurboPlanes, JpegWork.OwnPlanes, JpegWork.TurboRgb, JpegWork.OwnRgb];
        ThroughputResult[] results = Throughput.Alternate(listing.Count, [.. contenders.Select(make => Workers(workers, listing, make))], passes);
        return [new DecoderBenchRow("planes", workers, results[1].Median, results[0].Median), new DecoderBenchRow("RGB", workers, results[3].Median, results[2].Median)];
    }

    /// <summary>Some workers that do the same with the files of a listing.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="listing">Samples that items number.</param>
    /// <param name="make">Makes what one worker does with a file.</param>
    public static IReadOnlyList<Func<Throughput.Work>> Workers(int workers, SampleListing listing, Func<JpegWork.OneFile> make) =>
        [.. Enumerable.Repeat(() => JpegWork.OnFiles(listing, make()), workers)];
}
