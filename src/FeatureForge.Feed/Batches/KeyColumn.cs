using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary><c>key</c>: the sample keys as UTF-8.</summary>
internal sealed class KeyColumn() : BatchColumn(new FieldDescription("key", "|u1", [], Ragged: true) { IsText = true })
{
    /// <inheritdoc/>
    protected override void Read(ExampleScan record, ReadOnlyMemory<byte> key) => key.Span.CopyTo(Append<byte>(key.Length));
}
