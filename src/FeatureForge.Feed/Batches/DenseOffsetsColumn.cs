using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary><c>offsets</c>: float32 [n, anchors, 4], 0 where an anchor has no object; made dense where records are sparse.</summary>
/// <param name="anchors">Number of anchors.</param>
internal sealed class DenseOffsetsColumn(int anchors) : BatchColumn(new FieldDescription("offsets", "<f4", [anchors, 4], Ragged: false))
{
    private long[] _rows = [];
    private float[] _offsets = [];

    /// <inheritdoc/>
    protected override void Read(ExampleScan record, ReadOnlyMemory<byte> key)
    {
        int count = record.ReadFloats("anchors/offsets"u8, ref _offsets);
        int positives = record.ReadIntegers("anchors/index"u8, ref _rows);
        int rows = positives < 0 ? anchors : positives;
        if (count != rows * 4L)
            throw FeedErrors.FieldDamaged(SampleText.Of(key), Field.Name, $"there are {count} offsets, need {rows * 4L}");
        Span<float> dense = Append<float>(anchors * 4L);
        if (positives < 0)
        {
            _offsets.AsSpan(0, count).CopyTo(dense);
            return;
        }

        dense.Clear();
        for (int i = 0; i < rows; i++)
        {
            if (_rows[i] < 0 || _rows[i] >= anchors)
                throw FeedErrors.FieldDamaged(SampleText.Of(key), Field.Name, $"anchor {_rows[i]} is not one of 0 to {anchors - 1}");
            _offsets.AsSpan(i * 4, 4).CopyTo(dense[(int)(_rows[i] * 4)..]);
        }
    }
}
