using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class LetterboxTests
{
    [Theory]
    [InlineData(400, 200, 300, 300, 0, 75, 300, 150)]
    [InlineData(200, 400, 300, 300, 75, 0, 150, 300)]
    [InlineData(300, 300, 300, 300, 0, 0, 300, 300)]
    [InlineData(100, 33, 50, 50, 0, 16, 50, 17)]
    [InlineData(1000, 1, 40, 30, 0, 14, 40, 1)]
    public void Run_WhenAspectsDiffer_CentresTheViewBetweenBars(int width, int height, int outputWidth, int outputHeight, int x, int y, int partWidth, int partHeight)
    {
        var shape = new ImageShape(width, height);
        var output = new ImageShape(outputWidth, outputHeight);
        byte[] pixels = Pictures.Noise(shape, 3);
        var input = new StageInput(shape, pixels, StageInput.Steps(output, new LetterboxOptions { Fill = new RgbColor(1, 2, 3) })) { Augment = false, Boxes = [Pictures.Whole(shape)] };
        StageRun run = StageRun.Of(input);
        byte[] part = Pictures.Resize(pixels, shape, Pictures.Whole(shape), new(partWidth, partHeight), SimdLevel.Scalar);
        var expected = new byte[output.RgbBytes];
        for (int i = 0; i < expected.Length; i++)
            expected[i] = (byte)((i % 3) + 1);
        for (int row = 0; row < partHeight; row++)
            part.AsSpan(row * partWidth * 3, partWidth * 3).CopyTo(expected.AsSpan((((y + row) * outputWidth) + x) * 3));
        Assert.Equal(expected, run.Picture);
        Assert.Equal(new BoxPixels(x, y, x + partWidth, y + partHeight), Assert.Single(run.Boxes));
        Assert.Equal("[]", run.Log);
    }

    [Fact]
    public void Run_WhenExpandedToo_KeepsBothColours()
    {
        var shape = new ImageShape(80, 40);
        var pixels = new byte[shape.RgbBytes];
        var options = StageInput.Steps(new(80, 80), new ExpandOptions { Ratio = new(2, 2), Fill = new RgbColor(50, 50, 50) }, new LetterboxOptions { Fill = new RgbColor(90, 90, 90) });
        StageRun run = StageRun.Of(new StageInput(shape, pixels, options));
        Assert.Equal(80 * 40, run.Picture.Chunk(3).Count(pixel => pixel[0] == 90));
        Assert.Equal(40 * 20, run.Picture.Chunk(3).Count(pixel => pixel[0] == 0));
        Assert.Equal((80 * 40) - (40 * 20), run.Picture.Chunk(3).Count(pixel => pixel[0] == 50));
    }
}
