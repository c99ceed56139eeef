using System.Text;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary>Whole numbers of which samples have different counts: int64 or int32 [rows].</summary>
/// <param name="name">Field.</param>
/// <param name="recordKey">Key of the record.</param>
/// <param name="isWide">int64 instead of int32.</param>
internal sealed class IntegersColumn(string name, string recordKey, bool isWide) : BatchColumn(new FieldDescription(name, isWide ? "<i8" : "<i4", [], Ragged: true))
{
    private readonly byte[] _recordKey = Encoding.UTF8.GetBytes(recordKey);
    private long[] _numbers = [];

    /// <inheritdoc/>
    protected override void Read(ExampleScan record, ReadOnlyMemory<byte> key)
    {
        int count = record.ReadIntegers(_recordKey, ref _numbers);
        if (count < 0)
            throw FeedErrors.FieldDamaged(SampleText.Of(key), Field.Name, "the record has no such numbers");
        if (isWide)
            _numbers.AsSpan(0, count).CopyTo(Append<long>(count));
        else
            NarrowNumbers.To(_numbers.AsSpan(0, count), Append<int>(count), Field.Name, key);
    }
}
