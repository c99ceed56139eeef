using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Run;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;

namespace FeatureForge.Benchmarks.Inputs;

/// <summary>Encodes each finished sample into one buffer, over the record before.</summary>
internal sealed class RecordSink(RecordEncoder encoder) : IFinishedSampleConsumer, IDisposable
{
    /// <summary>The last record.</summary>
    public RecordBuffer Record { get; } = new();

    /// <inheritdoc/>
    public void Accept(in FinishedSample sample) => encoder.Encode(sample, Record);

    /// <inheritdoc/>
    public void Dispose() => Record.Dispose();
}
