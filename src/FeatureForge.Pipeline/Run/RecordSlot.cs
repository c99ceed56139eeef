using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;

namespace FeatureForge.Pipeline.Run;

/// <summary>A place in the ring between workers and writer: one finished record, or why there is none. Reused.</summary>
internal sealed class RecordSlot(RecordEncoder encoder) : IFinishedSampleConsumer, IDisposable
{
    private volatile bool _ready;

    /// <summary>The framed record when <see cref="Bad"/> is null.</summary>
    public RecordBuffer Record { get; } = new();

    /// <summary>Why the sample is quarantined, or null.</summary>
    public BadSampleException? Bad { get; set; }

    /// <summary>True between the worker's last and the writer's first touch.</summary>
    public bool Ready
    {
        get => _ready;
        set => _ready = value;
    }

    /// <inheritdoc/>
    public void Accept(in FinishedSample sample) => encoder.Encode(sample, Record);

    /// <inheritdoc/>
    public void Dispose() => Record.Dispose();
}
