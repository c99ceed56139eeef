using FeatureForge.Core.Buffers;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Run;

/// <summary>What a worker made of one image, until it is written; reused.</summary>
internal sealed class EntryPointSlot : IDisposable
{
    /// <summary>Memory of the record.</summary>
    public GrowableBuffer Buffer { get; } = new();

    /// <summary>Bytes of the record, 0 for none.</summary>
    public int RecordBytes { get; set; }

    /// <summary>Length of the image, 0 without a record.</summary>
    public long ImageBytes { get; set; }

    /// <summary>What became of the image.</summary>
    public EntryPointOutcome Outcome { get; set; }

    /// <summary>Why it has no entry points, for JPEG files.</summary>
    public JpegRefusal Refusal { get; set; }

    /// <summary>The record.</summary>
    public ReadOnlySpan<byte> Record => Buffer.Ensure(RecordBytes)[..RecordBytes];

    /// <summary>Forgets the image before.</summary>
    public void Clear() => (RecordBytes, ImageBytes, Outcome, Refusal) = (0, 0, EntryPointOutcome.NotReached, JpegRefusal.None);

    /// <inheritdoc/>
    public void Dispose() => Buffer.Dispose();
}
