using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// Shows where the time goes: each rung does what the one before it does and one thing more, on the same photos and the same rows of
/// them, so the difference of two rungs is what that thing costs. Passes of all rungs alternate.
/// </summary>
internal sealed class LadderBench
{
    private readonly SampleListing _listing;
    private readonly int _passes;
    private readonly bool _toEnd;
    private readonly List<(string Name, Func<Throughput.Work> Make)> _rungs;

    /// <summary>Finds the rungs of a recipe: those up to <c>resized</c>, then one for each stage that it has.</summary>
    /// <param name="stages">Options of every stage.</param>
    /// <param name="listing">Samples.</param>
    /// <param name="passes">Timed passes of each rung.</param>
    public LadderBench(StageOptions stages, SampleListing listing, int passes)
    {
        _listing = listing;
        _passes = passes;
        _toEnd = stages.Decode.Warnings == WarningPolicy.Quarantine;
        Photos = new LadderPhotos(stages, listing);
        _rungs =
        [
            ("file read", () => OnRows((_, _, _) => { })),
            ("bare entropy", () => OnRows(JpegWork.Entropy())),
            ("planes", () => OnRows(JpegWork.OwnPlanes())),
        ];
        // The fast way goes from planes to the output and never makes RGB of the photo's size.
        if (stages.Decode.Fidelity == DecodeFidelity.Reference)
            _rungs.Add(("RGB", () => OnRows(JpegWork.OwnRgb())));
        StageOptions resized = stages with { Photometric = [], Targets = null, Output = stages.Output with { Image = StoredImage.Raw } };
        AddStages("resized", resized);
        if (stages.Photometric.Count > 0)
            AddStages("augmented", resized with { Photometric = stages.Photometric });
        if (stages.Targets is not null)
            AddStages("targets", resized with { Photometric = stages.Photometric, Targets = stages.Targets });
        _rungs.Add(("records", () => OnSamples(stages, new RecordSink(listing))));
    }

    /// <summary>What is measured on.</summary>
    public LadderPhotos Photos { get; }

    /// <summary>Measures every rung with some workers, from the least work to the most.</summary>
    /// <param name="workers">Threads.</param>
    public IReadOnlyList<LadderRung> Measure(int workers)
    {
        ThroughputResult[] results = Throughput.Alternate(Photos.Count, [.. _rungs.Select(rung => Enumerable.Repeat(rung.Make, workers).ToArray())], _passes);
        return [.. _rungs.Zip(results, (rung, result) => new LadderRung(rung.Name, workers, result))];
    }

    private void AddStages(string name, StageOptions stages) => _rungs.Add((name, () => OnSamples(stages, NoRecord.Instance)));

    private Throughput.Work OnRows(JpegWork.OneFile work)
    {
        var buffer = new GrowableBuffer();
        byte[] folder = Encoding.UTF8.GetBytes(_listing.ImagesFolder);
        return item => work(JpegWork.Read(folder, _listing[Photos.Sample(item)], buffer), Photos.Rows(item), _toEnd);
    }

    private Throughput.Work OnSamples(StageOptions stages, IFinishedSampleConsumer consumer)
    {
        var pipeline = new SamplePipeline(stages, _listing) { FidelityInterval = 0 };
        return item => pipeline.Process(Photos.Sample(item), 0, consumer);
    }

    private sealed class NoRecord : IFinishedSampleConsumer
    {
        public static readonly NoRecord Instance = new();

        public void Accept(in FinishedSample sample)
        {
            // The sample is made; where it goes is another rung.
        }
    }
}
