using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>Measures a recipe from file to framed, checksummed record, beside the bare decode of libjpeg-turbo on the same files, pass by pass in turn.</summary>
internal sealed class PipelineBench(StageOptions stages, SampleListing listing, int passes)
{
    /// <summary>Measures with some workers.</summary>
    /// <param name="workers">Threads.</param>
    public PipelineBenchResult Measure(int workers)
    {
        var times = new StageTimes();
        var pipelines = new SamplePipeline[workers];
        IReadOnlyList<Func<Throughput.Work>> whole = [.. Enumerable.Range(0, workers).Select(number => new Func<Throughput.Work>(() => WholePipeline(pipelines, number)))];
        ThroughputResult[] results = Throughput.Alternate(listing.Count, [DecoderBench.Workers(workers, listing, JpegWork.TurboRgb), whole], passes);
        foreach (SamplePipeline one in pipelines)
        {
            times.Add(one.Times);
            one.Dispose();
        }

        return new PipelineBenchResult(workers, results[1], results[0], times);
    }

    /// <summary>Measures a recipe on one core, without a baseline.</summary>
    /// <param name="stages">Options of every stage.</param>
    /// <param name="listing">Samples.</param>
    /// <param name="passes">Timed passes.</param>
    public static ThroughputResult MeasureRecipe(StageOptions stages, SampleListing listing, int passes)
    {
        var pipelines = new SamplePipeline[1];
        var bench = new PipelineBench(stages, listing, passes);
        ThroughputResult result = Throughput.Measure(listing.Count, [() => bench.WholePipeline(pipelines, 0)], passes);
        pipelines[0].Dispose();
        return result;
    }

    /// <summary>Compares every photo with the reference, apart from any timing; null unless the recipe's fidelity is fast.</summary>
    public SampleCounts? CompareWithReference()
    {
        if (stages.Decode.Fidelity != DecodeFidelity.Fast)
            return null;
        using var pipeline = new SamplePipeline(stages, listing) { FidelityInterval = 1 };
        var slot = new RecordSink(listing);
        for (int item = 0; item < listing.Count; item++)
            Process(pipeline, item, slot);
        return pipeline.Counts;
    }

    private Throughput.Work WholePipeline(SamplePipeline[] pipelines, int number)
    {
        var pipeline = pipelines[number] = new SamplePipeline(stages, listing) { FidelityInterval = 0 };
        var slot = new RecordSink(listing);
        return item => Process(pipeline, item, slot);
    }

    // A bad photo costs a run its time too, and nothing else.
    private static void Process(SamplePipeline pipeline, int item, RecordSink slot)
    {
        try
        {
            pipeline.Process(item, 0, slot);
        }
        catch (BadSampleException)
        {
            // Counted and explained by runs.
        }
    }
}
