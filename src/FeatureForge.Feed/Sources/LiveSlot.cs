using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Run;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;

namespace FeatureForge.Feed.Sources;

/// <summary>A place in the ring of a live stream: the record that a worker made, or why there is none. Reused.</summary>
/// <param name="encoder">Writes records.</param>
internal sealed class LiveSlot(RecordEncoder encoder) : IFinishedSampleConsumer, IDisposable
{
    private volatile bool _isReady;

    /// <summary>The record.</summary>
    public RecordBuffer Record { get; } = new();

    /// <summary>Why there is no record, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>True between the worker's last and the stream's first touch.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    /// <inheritdoc/>
    public void Accept(in FinishedSample sample) => encoder.Encode(sample, Record);

    /// <inheritdoc/>
    public void Dispose() => Record.Dispose();
}
