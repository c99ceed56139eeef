using System.Diagnostics;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// Measures the same stages on one thread of the host. Inverse DCT and colour are differences of two decodings, for the host's decoder
/// goes from one to the next row by row.
/// </summary>
internal sealed class HostStageBench : IDisposable
{
    private readonly StageOptions _options;
    private readonly BenchPhotos _photos;
    private readonly int _repeats;
    private readonly HostStages _host;
    private readonly JpegPlanes _planes = new();
    private readonly AnchorTargets _targets = new();
    private readonly byte[] _output;

    /// <summary>Makes the stages.</summary>
    /// <param name="options">Options of every stage.</param>
    /// <param name="photos">Photos.</param>
    /// <param name="repeats">Timed passes of each stage.</param>
    public HostStageBench(StageOptions options, BenchPhotos photos, int repeats)
    {
        _options = options;
        _photos = photos;
        _repeats = repeats;
        _host = new HostStages(options, photos);
        _output = new byte[options.OutputShape.RgbBytes];
    }

    /// <summary>Measures a batch.</summary>
    /// <param name="images">Images of it.</param>
    public IReadOnlyList<StageRow> Measure(int images)
    {
        List<double>[] times = TimeByTurns(
            images, _host.ReadCoefficients, item => _host.Decoder.DecodeToPlanes(_photos[item].File, _planes), item => _host.ReadPicture(item), item => Plan(item, _host.ReadPicture(item)),
            item => Resize(item, _host.ReadPicture(item)), _host.PlanWindow, MatchPlanned);
        List<StageRow> rows =
        [
            new("entropy decoding", images, StageTime.Of(times[0], []), 0), new("inverse DCT", images, StageTime.OfDifference(times[1], times[0]), 0),
            new("upsampling, colour", images, StageTime.OfDifference(times[2], times[1]), 0), new("resize", images, StageTime.OfDifference(times[4], times[3]), 0),
        ];
        foreach (StepDescription step in PhotometricSteps.All)
            rows.Add(new StageRow(step.Name, images, TimeSteps(images, [DeviceStageBench.AlwaysDue(step)]), 0));
        if (_options.Targets is not null)
            rows.Add(new StageRow("matching, encoding", images, StageTime.OfDifference(times[6], times[5]), 0));
        rows.Add(new StageRow("whole chain, files to pictures and targets", images, Time(images, item => _host.Run(item, _output, _targets)), 0));
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _planes.Dispose();
        _host.Dispose();
    }

    private void Plan(int item, ReadOnlySpan<byte> picture)
    {
        _host.PlanWindow(item);
        _output[0] = picture[0];
    }

    private void Resize(int item, ReadOnlySpan<byte> picture)
    {
        _host.PlanWindow(item);
        _host.Resize(item, picture, _output);
    }

    private void MatchPlanned(int item)
    {
        _host.PlanWindow(item);
        _host.Match(_targets);
    }

    private StageTime TimeSteps(int images, IReadOnlyList<PhotometricStepOptions> steps)
    {
        using var stage = new PhotometricStage(steps, _options.OutputShape);
        var log = new AugmentationLog();
        return Time(images, item =>
        {
            log.Clear();
            stage.Run(new ImageView(_options.OutputShape, _output), [], _options.Seed, _photos.KeyHashOf(item), 0, log);
        });
    }

    private StageTime Time(int images, Action<int> work) => StageTime.Of(TimeByTurns(images, work)[0], []);

    /// <summary>Microseconds of each pass of each work; passes take turns, after one of each that does not count.</summary>
    private List<double>[] TimeByTurns(int images, params Action<int>[] works)
    {
        List<double>[] times = [.. works.Select(_ => new List<double>())];
        for (int pass = -1; pass < _repeats; pass++)
        {
            for (int i = 0; i < works.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                for (int item = 0; item < images; item++)
                    works[i](item);
                if (pass >= 0)
                    times[i].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }

        return times;
    }
}
