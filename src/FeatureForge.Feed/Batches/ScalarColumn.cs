using System.Text;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary>One whole number of each sample: int64 [n].</summary>
/// <param name="name">Field.</param>
/// <param name="recordKey">Key of the record.</param>
internal sealed class ScalarColumn(string name, string recordKey) : BatchColumn(new FieldDescription(name, "<i8", [], Ragged: false))
{
    private readonly byte[] _recordKey = Encoding.UTF8.GetBytes(recordKey);
    private long[] _numbers = [];

    /// <inheritdoc/>
    protected override void Read(ExampleScan record, ReadOnlyMemory<byte> key)
    {
        int count = record.ReadIntegers(_recordKey, ref _numbers);
        if (count != 1)
            throw FeedErrors.FieldDamaged(SampleText.Of(key), Field.Name, $"there are {Math.Max(0, count)} numbers, need 1");
        Append<long>(1)[0] = _numbers[0];
    }
}
