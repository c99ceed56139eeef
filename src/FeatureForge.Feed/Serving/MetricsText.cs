using System.Globalization;
using System.Text;
using FeatureForge.Feed.Sources;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Feed.Serving;

/// <summary>The counters in the text form of Prometheus, version 0.0.4.</summary>
internal static class MetricsText
{
    /// <summary>Writes every metric.</summary>
    /// <param name="metrics">Counters.</param>
    /// <param name="source">Where records come from.</param>
    public static string Write(FeedMetrics metrics, IFeedSource source)
    {
        var text = new StringBuilder();
        Add(text, "samples_total", "counter", "Samples sent.", metrics.Samples);
        Add(text, "bytes_total", "counter", "Bytes of frames sent.", metrics.Bytes);
        Add(text, "steps_total", "counter", "Steps sent; records each count as one in streams of records.", metrics.Steps);
        Add(text, "streams_total", "counter", "Streams asked for.", metrics.StreamsOpened);
        Add(text, "streams_active", "gauge", "Streams open now.", metrics.StreamsActive);
        Add(text, "refusals_total", "counter", "Requests answered with an error.", metrics.Refusals);
        Add(text, "stream_errors_total", "counter", "Streams that ended with an error after they had begun.", metrics.StreamErrors);
        Add(text, "stalls_total", "counter", "Streams cut because their client read nothing.", metrics.Stalls);
        Add(text, "bad_samples_total", "counter", "Samples that could not be made, each time they were tried.", metrics.BadSamples);
        Add(text, "decode_warnings_total", "counter", "Samples of damaged photos whose damage the codec concealed, each time they were made.", metrics.DecodeWarnings);
        Add(text, "queue_records", "gauge", "Records made and not yet sent.", metrics.Waiting);
        Head(text, "stream_seconds_total", "counter", "Time of streams: waiting for records, putting batches together, waiting for clients.");
        Line(text, "stream_seconds_total{part=\"read\"}", metrics.ReadSeconds);
        Line(text, "stream_seconds_total{part=\"assemble\"}", metrics.AssembleSeconds);
        Line(text, "stream_seconds_total{part=\"send\"}", metrics.SendSeconds);
        if (source is ILiveSource live)
        {
            Head(text, "stage_seconds_total", "counter", "Time of workers by stage.");
            foreach (Stage stage in Enum.GetValues<Stage>())
                Line(text, $"stage_seconds_total{{stage=\"{stage.ToString().ToLowerInvariant()}\"}}", live.Seconds(stage));
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string type, string help, double value)
    {
        Head(text, name, type, help);
        Line(text, name, value);
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP featureforge_feed_").Append(name).Append(' ').Append(help).Append('\n')
            .Append("# TYPE featureforge_feed_").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, double value) =>
        text.Append("featureforge_feed_").Append(name).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}
