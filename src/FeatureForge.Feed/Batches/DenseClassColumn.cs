using FeatureForge.Core.Samples;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary><c>class</c>: int32 [n, anchors], 0 background, -1 ignored; made dense where records are sparse.</summary>
/// <param name="anchors">Number of anchors.</param>
internal sealed class DenseClassColumn(int anchors) : BatchColumn(new FieldDescription("class", "<i4", [anchors], Ragged: false))
{
    private long[] _rows = [];
    private long[] _classes = [];
    private int[] _narrow = [];

    /// <inheritdoc/>
    protected override void Read(ExampleScan record, ReadOnlyMemory<byte> key)
    {
        int count = record.ReadIntegers("anchors/class"u8, ref _classes);
        int positives = record.ReadIntegers("anchors/index"u8, ref _rows);
        if (count != (positives < 0 ? anchors : positives))
            throw FeedErrors.FieldDamaged(SampleText.Of(key), Field.Name, $"there are {count} classes, need {(positives < 0 ? anchors : positives)}");
        if (_narrow.Length < count)
            _narrow = new int[count];
        NarrowNumbers.To(_classes.AsSpan(0, count), _narrow, Field.Name, key);
        Span<int> dense = Append<int>(anchors);
        if (positives < 0)
        {
            _narrow.AsSpan(0, count).CopyTo(dense);
            return;
        }

        dense.Clear();
        for (int i = 0; i < count; i++)
            dense[Anchor(_rows[i], key)] = _narrow[i];
        int ignored = Math.Max(0, record.ReadIntegers("anchors/ignore"u8, ref _rows));
        for (int i = 0; i < ignored; i++)
        {
            int anchor = Anchor(_rows[i], key);
            dense[anchor] = dense[anchor] == 0 ? AnchorTargets.IgnoredClass : dense[anchor];
        }
    }

    private int Anchor(long number, ReadOnlyMemory<byte> key) =>
        number >= 0 && number < anchors ? (int)number : throw FeedErrors.FieldDamaged(SampleText.Of(key), Field.Name, $"anchor {number} is not one of 0 to {anchors - 1}");
}
