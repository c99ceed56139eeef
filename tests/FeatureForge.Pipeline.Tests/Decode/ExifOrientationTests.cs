using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Tests.Decode;

public class ExifOrientationTests
{
    [Theory]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public void Read_WhenTagIsAnyWholeNumber_ReadsBothByteOrders(ushort type, bool bigEndian) =>
        Assert.Equal(Orientation.Rotate90Clockwise, ExifOrientation.Read(DrawnFiles.Tiff(6, bigEndian, type)));

    [Theory]
    [InlineData(0, 3, 1u)]
    [InlineData(9, 3, 1u)]
    [InlineData(65535, 3, 1u)]
    [InlineData(6, 3, 2u)]
    [InlineData(6, 1, 1u)]
    [InlineData(6, 5, 1u)]
    public void Read_WhenTagIsNonsense_GivesUpright(int value, ushort type, uint count) =>
        Assert.Equal(Orientation.Upright, ExifOrientation.Read(DrawnFiles.Tiff(value, true, type, count)));

    [Fact]
    public void Read_AtEveryTruncationAndDirectoryOffset_StaysInside()
    {
        byte[] tiff = DrawnFiles.Tiff(8, false);
        for (int length = 0; length < tiff.Length; length++)
            ExifOrientation.Read(tiff.AsSpan(0, length).ToArray());
        foreach (uint offset in (uint[])[0, 7, 8, 30, 36, 37, 38, 39, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF])
        {
            BitConverter.TryWriteBytes(tiff.AsSpan(4), offset);
            Assert.Equal(offset == 8 ? Orientation.Rotate90CounterClockwise : Orientation.Upright, ExifOrientation.Read(tiff));
        }
    }

    [Fact]
    public void Plan_WhenThereAreTwoExifSegments_TakesTheFirst()
    {
        byte[] once = DrawnFiles.WithOrientation(DrawnFiles.Jpeg(new ImageShape(20, 10)), 3);
        byte[] twice = DrawnFiles.WithOrientation(once, 6);
        using var decoder = new JpegDecoder(new DecodeOptions());

        Assert.Equal(Orientation.Rotate90Clockwise, decoder.Plan(twice).Orientation);
    }
}
