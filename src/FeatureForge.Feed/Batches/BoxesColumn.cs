using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary><c>boxes</c>: float32 [rows, 4], y0 x0 y1 x1 in shares of the picture.</summary>
internal sealed class BoxesColumn() : BatchColumn(new FieldDescription("boxes", "<f4", [4], Ragged: true))
{
    private readonly float[][] _edges = [[], [], [], []];

    /// <inheritdoc/>
    protected override void Read(ExampleScan record, ReadOnlyMemory<byte> key)
    {
        int count = record.ReadFloats("image/object/bbox/ymin"u8, ref _edges[0]);
        bool sound = count >= 0
            & record.ReadFloats("image/object/bbox/xmin"u8, ref _edges[1]) == count
            & record.ReadFloats("image/object/bbox/ymax"u8, ref _edges[2]) == count
            & record.ReadFloats("image/object/bbox/xmax"u8, ref _edges[3]) == count;
        if (!sound)
            throw FeedErrors.FieldDamaged(SampleText.Of(key), "boxes", "the four edges of the boxes differ in number");
        Span<float> corners = Append<float>(count * 4L);
        for (int i = 0; i < corners.Length; i++)
            corners[i] = _edges[i % 4][i / 4];
    }
}
