using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Run;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;

namespace FeatureForge.Cli.Bench;

/// <summary>Makes framed, checksummed records in memory and keeps none, so that no disk is measured.</summary>
internal sealed class RecordSink : IFinishedSampleConsumer
{
    private readonly RecordEncoder _encoder;
    private readonly RecordBuffer _record = new();

    /// <summary>Makes the encoder.</summary>
    /// <param name="listing">Samples that will come.</param>
    public RecordSink(SampleListing listing) => _encoder = new RecordEncoder(RecordProfile.TensorFlowObjectDetection, listing.LabelMap);

    /// <inheritdoc/>
    public void Accept(in FinishedSample sample) => _encoder.Encode(sample, _record);
}
