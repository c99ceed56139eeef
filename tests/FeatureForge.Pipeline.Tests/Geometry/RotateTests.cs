using System.Globalization;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class RotateTests
{
    private static readonly RgbColor s_fill = new(1, 2, 3);

    [SkippableTheory]
    [InlineData(300, 300, 300, 300, 10)]
    [InlineData(640, 320, 300, 300, -7.3)]
    [InlineData(200, 500, 256, 128, 33.3)]
    [InlineData(80, 60, 80, 60, 180)]
    [InlineData(90, 90, 90, 90, 90)]
    [InlineData(10, 10, 1, 17, 45)]
    [InlineData(64, 64, 64, 64, 0)]
    public void Run_WhenTurned_IsWithinOneLevelOfNumPyInFloat64(int photoWidth, int photoHeight, int width, int height, double degrees)
    {
        var photo = new ImageShape(photoWidth, photoHeight);
        var output = new ImageShape(width, height);
        byte[] pixels = Pictures.Noise(photo, 11);
        byte[] unturned = StageRun.Of(new StageInput(photo, pixels, StageInput.Steps(output))).Picture;
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["in"], unturned);
        PythonOracle.Run("rotate_numpy.py", ["numpy"], [folder["in"], .. Texts(width, height, degrees, (double)width / photoWidth, (double)height / photoHeight), folder["out"]]);
        byte[] expected = File.ReadAllBytes(folder["out"]);
        byte[] edge = StageRun.Of(new StageInput(photo, pixels, StageInput.Steps(output, Turn(degrees, null)))).Picture;
        byte[] filled = StageRun.Of(new StageInput(photo, pixels, StageInput.Steps(output, Turn(degrees, s_fill)))).Picture;
        Compare(expected, edge, filled, output);
    }

    [Fact]
    public void Run_WhenLevelsDiffer_MakesTheSameBytes()
    {
        foreach (double degrees in (double[])[0, 0.01, 3, -10, 45, 89.99, 90, 135, -179])
        {
            foreach (ImageShape output in (ImageShape[])[new(300, 300), new(1, 40), new(40, 1), new(2, 2), new(61, 200)])
            {
                foreach (RgbColor? fill in (RgbColor?[])[null, s_fill])
                {
                    var photo = new ImageShape(150, 90);
                    var input = new StageInput(photo, Pictures.Noise(photo, 2), StageInput.Steps(output, Turn(degrees, fill)));
                    byte[] expected = StageRun.Of(input with { Level = SimdLevel.Scalar }).Picture;
                    foreach (SimdLevel level in Pictures.Levels)
                        Assert.True(expected.AsSpan().SequenceEqual(StageRun.Of(input with { Level = level }).Picture), $"{level} {degrees} {output} {fill}");
                }
            }
        }
    }

    [Fact]
    public void Run_WhenTurnedByAQuarter_IsTheTurnedPictureAndBox()
    {
        var shape = new ImageShape(30, 30);
        byte[] pixels = Pictures.Noise(shape, 4);
        StageRun run = StageRun.Of(new StageInput(shape, pixels, StageInput.Steps(shape, Turn(90, null))) { Boxes = [new(2, 4, 10, 9)] });
        // Counter-clockwise: the right column becomes the top row.
        for (int y = 0; y < 30; y++)
        {
            for (int x = 0; x < 30; x++)
                Assert.Equal(pixels[((x * 30) + 29 - y) * 3], run.Picture[((y * 30) + x) * 3]);
        }

        BoxPixels box = Assert.Single(run.Boxes);
        Assert.Equal(4, box.X0, 4);
        Assert.Equal(20, box.Y0, 4);
        Assert.Equal(9, box.X1, 4);
        Assert.Equal(28, box.Y1, 4);
    }

    [Fact]
    public void Plan_WhenTheTurnedBoxLeavesThePicture_DropsIt()
    {
        var shape = new ImageShape(100, 20);
        var input = new StageInput(shape, [], StageInput.Steps(shape, Turn(90, null))) { Boxes = [new(0, 5, 8, 15), new(45, 5, 55, 15)] };
        using var stage = new GeometryStage(input.Options, 1);
        Assert.Equal([1], StageRun.Drawn(stage, input).Labels);
    }

    private static RotateOptions Turn(double degrees, RgbColor? fill) => new() { Degrees = new(degrees, degrees), Fill = fill };

    private static IEnumerable<string> Texts(params double[] numbers) => numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture));

    private static void Compare(byte[] expected, byte[] edge, byte[] filled, ImageShape output)
    {
        ReadOnlySpan<byte> mask = expected.AsSpan((int)output.RgbBytes);
        for (int pixel = 0; pixel < output.Pixels; pixel++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                int i = (pixel * 3) + channel;
                string where = $"y {pixel / output.Width} x {pixel % output.Width} channel {channel}: NumPy {expected[i]}, edge {edge[i]}, filled {filled[i]}";
                Assert.True(Math.Abs(expected[i] - edge[i]) <= 1, where);
                if (mask[pixel] == 0)
                    Assert.True(filled[i] == edge[i], where);
                if (mask[pixel] == 1)
                    Assert.True(filled[i] == channel + 1, where);
            }
        }
    }
}
