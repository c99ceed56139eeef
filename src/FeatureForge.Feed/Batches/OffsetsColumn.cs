using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary><c>anchor_offsets</c>: float32 [rows, 4], tx ty tw th of each row of <c>anchor_class</c>.</summary>
internal sealed class OffsetsColumn() : BatchColumn(new FieldDescription("anchor_offsets", "<f4", [4], Ragged: true))
{
    private float[] _offsets = [];
    private long[] _classes = [];

    /// <inheritdoc/>
    protected override void Read(ExampleScan record, ReadOnlyMemory<byte> key)
    {
        int rows = record.ReadIntegers("anchors/class"u8, ref _classes);
        int count = record.ReadFloats("anchors/offsets"u8, ref _offsets);
        if (rows < 0 || count != rows * 4L)
            throw FeedErrors.FieldDamaged(SampleText.Of(key), Field.Name, $"there are {count} offsets for {rows} anchors, need 4 for each");
        _offsets.AsSpan(0, count).CopyTo(Append<float>(count));
    }
}
