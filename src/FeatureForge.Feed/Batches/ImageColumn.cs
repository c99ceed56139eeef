using System.Buffers.Binary;
using FeatureForge.Core.Shapes;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Batches;

/// <summary><c>image</c>: uint8 [n, height, width, 3].</summary>
/// <param name="shape">Shape of every picture.</param>
internal sealed class ImageColumn(ImageShape shape) : BatchColumn(new FieldDescription("image", "|u1", [shape.Height, shape.Width, ImageShape.Channels], Ragged: false))
{
    private const int LongestSide = 1 << 20;
    private const int Alignment = 8;
    private readonly byte[] _count = new byte[sizeof(long)];
    private readonly byte[] _padding = new byte[Alignment];
    private readonly List<ReadOnlyMemory<byte>> _pictures = [];
    private long[] _shape = [];

    /// <summary>Whether records stay as they are until the batch was sent, so that pictures need not be copied out of them.</summary>
    public bool KeepsRecords { get; init; }

    /// <summary>For pictures of the shape of a record's.</summary>
    /// <param name="first">Record.</param>
    /// <param name="keepsRecords">See <see cref="KeepsRecords"/>.</param>
    public static ImageColumn Like(ExampleScan first, bool keepsRecords)
    {
        long[] shape = [];
        if (first.ReadIntegers("image/shape"u8, ref shape) != 3 || shape[2] != ImageShape.Channels || shape[0] is < 1 or > LongestSide || shape[1] is < 1 or > LongestSide)
            throw FeedErrors.FieldDamaged("(first of the data set)", "image/shape", "need height, width and 3");
        return new ImageColumn(new ImageShape((int)shape[1], (int)shape[0])) { KeepsRecords = keepsRecords };
    }

    /// <inheritdoc/>
    public override void Begin()
    {
        base.Begin();
        _pictures.Clear();
    }

    /// <inheritdoc/>
    public override void Seal(List<ReadOnlyMemory<byte>> sections)
    {
        if (!KeepsRecords)
        {
            base.Seal(sections);
            return;
        }

        long bytes = _pictures.Count * shape.RgbBytes;
        BinaryPrimitives.WriteInt64LittleEndian(_count, bytes);
        sections.Add(_count);
        sections.AddRange(_pictures);
        sections.Add(_padding.AsMemory(0, (int)(-bytes & (Alignment - 1))));
    }

    /// <inheritdoc/>
    protected override void Read(ExampleScan record, ReadOnlyMemory<byte> key)
    {
        if (!record.TryGetBytes("image/raw"u8, out ReadOnlyMemory<byte> image))
            throw FeedErrors.FieldDamaged(SampleText.Of(key), "image/raw", "there is not exactly one picture");
        int sides = record.ReadIntegers("image/shape"u8, ref _shape);
        if (sides != 3 || _shape[0] != shape.Height || _shape[1] != shape.Width || image.Length != shape.RgbBytes)
        {
            string seen = $"[{string.Join(", ", _shape.Take(Math.Clamp(sides, 0, 8)))}] of {image.Length} bytes";
            throw FeedErrors.DifferentShape(SampleText.Of(key), "image", seen, $"[{shape.Height}, {shape.Width}, 3]");
        }

        if (KeepsRecords)
            _pictures.Add(image);
        else
            image.Span.CopyTo(Append<byte>(image.Length));
    }
}
