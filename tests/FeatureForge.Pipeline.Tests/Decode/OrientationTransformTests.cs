using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Tests.Decode;

public class OrientationTransformTests
{
    public static IEnumerable<object[]> Orientations => Enum.GetValues<Orientation>().Select(orientation => new object[] { orientation });

    [Theory]
    [MemberData(nameof(Orientations))]
    public void CopyRows_WhenTakenInAnyPieces_MovesEveryPixelAsItsBox(Orientation orientation)
    {
        var stored = new ImageShape(37, 70);
        byte[] pixels = DrawnFiles.Pixels(stored);
        ImageShape upright = new DecodePlan(ImageFormat.Jpeg, stored, orientation, 0).Upright;
        byte[] whole = new byte[upright.RgbBytes];
        OrientationTransform.CopyRows(new ReadOnlyImageView(stored, pixels), orientation, 0, whole);

        for (int y = 0; y < stored.Height; y++)
        {
            for (int x = 0; x < stored.Width; x++)
            {
                BoxPixels box = OrientationTransform.Apply(new BoxPixels(x, y, x + 1, y + 1), orientation, stored);
                Assert.Equal((1f, 1f), (box.Width, box.Height));
                int to = ((int)box.Y0 * upright.Width + (int)box.X0) * 3;
                Assert.Equal(pixels.AsSpan((y * stored.Width + x) * 3, 3), whole.AsSpan(to, 3));
            }
        }

        byte[] piece = new byte[5 * upright.RowBytes];
        OrientationTransform.CopyRows(new ReadOnlyImageView(stored, pixels), orientation, 11, piece);
        Assert.Equal(whole.AsSpan(11 * upright.RowBytes, piece.Length), piece.AsSpan());
    }

    /// <summary>Edges worked out by hand from the EXIF 2.3 drawing of the eight orientations, for a picture of 100 x 50.</summary>
    [Theory]
    [InlineData(Orientation.Upright, 10, 20, 30, 25)]
    [InlineData(Orientation.MirroredHorizontally, 70, 20, 90, 25)]
    [InlineData(Orientation.Rotated180, 70, 25, 90, 30)]
    [InlineData(Orientation.MirroredVertically, 10, 25, 30, 30)]
    [InlineData(Orientation.Transposed, 20, 10, 25, 30)]
    [InlineData(Orientation.Rotate90Clockwise, 25, 10, 30, 30)]
    [InlineData(Orientation.Transversed, 25, 70, 30, 90)]
    [InlineData(Orientation.Rotate90CounterClockwise, 20, 70, 25, 90)]
    public void Apply_WhenBoxIsStored_TurnsItUpright(Orientation orientation, float x0, float y0, float x1, float y1) =>
        Assert.Equal(new BoxPixels(x0, y0, x1, y1), OrientationTransform.Apply(new BoxPixels(10, 20, 30, 25), orientation, new ImageShape(100, 50)));

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Run_WhenOnlySomeRowsAreWanted_DeliversThemFromSmallScratch(Orientation orientation)
    {
        var stored = new ImageShape(300, 200);
        byte[] file = DrawnFiles.WithOrientation(DrawnFiles.Jpeg(stored), (int)orientation);
        using var decoder = new ImageDecoder(new DecodeOptions());
        var collector = new PictureCollector();
        DecodePlan plan = decoder.Plan(file);
        collector.Begin(plan.Upright);
        byte[] scratch = new byte[plan.ScratchBytes];
        decoder.Run(file, plan, new RowRange(0, plan.Upright.Height), scratch, collector);
        byte[] whole = collector.Pixels.ToArray();
        collector.Begin(plan.Upright);

        decoder.Run(file, plan, new RowRange(90, 190), scratch, collector);

        Assert.Equal(orientation, plan.Orientation);
        Assert.True(collector.First <= 90 && collector.End >= 190);
        Assert.Equal(whole.AsSpan(90 * plan.Upright.RowBytes, 100 * plan.Upright.RowBytes), collector.Pixels.Slice(90 * plan.Upright.RowBytes, 100 * plan.Upright.RowBytes));
        Assert.True(plan.ScratchBytes <= stored.RgbBytes + 64 * plan.Upright.RowBytes + FastJpegDecoder.PictureSlack);

        // Rows of an upright picture are handed on as they are decoded: no picture of full size exists.
        if (orientation == Orientation.Upright)
            Assert.Equal(0, plan.ScratchBytes);
    }
}
