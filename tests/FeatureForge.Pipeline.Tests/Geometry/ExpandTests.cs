using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class ExpandTests
{
    private static readonly ImageShape s_shape = new(120, 90);
    private static readonly ImageShape s_output = new(64, 48);

    [Fact]
    public void Run_WhenDue_PutsTheResizedViewOnAFilledCanvas()
    {
        byte[] pixels = Pictures.Noise(s_shape, 3);
        var options = StageInput.Steps(s_output, new ExpandOptions { Ratio = new(1, 4), Fill = new RgbColor(9, 8, 7) });
        for (int i = 0; i < 60; i++)
        {
            StageRun run = StageRun.Of(new StageInput(s_shape, pixels, options) { KeyHash = (ulong)i, Boxes = [Pictures.Whole(s_shape)] });
            // The box of the whole view ends where its pixels end, on whole output pixels.
            BoxPixels shown = Assert.Single(run.Boxes);
            int x0 = (int)shown.X0, y0 = (int)shown.Y0;
            var part = new ImageShape((int)shown.Width, (int)shown.Height);
            Assert.Equal(new BoxPixels(x0, y0, x0 + part.Width, y0 + part.Height), shown);
            var (left, top, right, bottom) = run.Window("expand")!.Value;
            Assert.Equal(Math.Floor((-left / (right - left) * 64) + 0.5), x0);
            Assert.Equal(Math.Floor((-top / (bottom - top) * 48) + 0.5), y0);
            AssertFramed(run.Picture, Pictures.Resize(pixels, s_shape, Pictures.Whole(s_shape), part, SimdLevel.Scalar), (x0, y0, part));
        }
    }

    [Fact]
    public void Run_WhenSeenOften_CoversTheRange()
    {
        var options = StageInput.Steps(s_output, new ExpandOptions { Ratio = new(1, 4), Probability = 0.5 });
        using var stage = new GeometryStage(options, 5);
        StageRun[] runs = [.. Enumerable.Range(0, 2000).Select(i => StageRun.Drawn(stage, new StageInput(s_shape, [], options) { KeyHash = (ulong)i }))];
        double[] ratios = [.. runs.Select(run => run.Logged("expand", "ratio")).OfType<double>()];
        Assert.InRange(ratios.Length, 900, 1100);
        Assert.InRange(ratios.Average(), 2.4, 2.6);
        Assert.InRange(ratios.Min(), 1, 1.02);
        Assert.InRange(ratios.Max(), 3.98, 4);
    }

    [Fact]
    public void Run_WhenCroppedBefore_FillsWhatWasCroppedAway()
    {
        var pixels = new byte[s_shape.RgbBytes];
        Array.Fill(pixels, (byte)200);
        var options = StageInput.Steps(s_output, new CropOptions { Box = new(40, 30, 80, 60) }, new ExpandOptions { Ratio = new(2, 2), Fill = new RgbColor(9, 8, 7) });
        StageRun run = StageRun.Of(new StageInput(s_shape, pixels, options));
        Assert.Equal(32 * 24, run.Picture.Chunk(3).Count(pixel => pixel[0] == 200));
        Assert.Equal((64 * 48) - (32 * 24), run.Picture.Chunk(3).Count(pixel => pixel[0] == 9));
    }

    [Fact]
    public void Run_WhenCroppedAfterwards_AlwaysShowsSomeOfThePicture()
    {
        var pixels = new byte[s_shape.RgbBytes];
        Array.Fill(pixels, (byte)200);
        var options = StageInput.Steps(
            s_output, new ExpandOptions { Ratio = new(8, 8), Fill = new RgbColor(9, 8, 7) }, new CropOptions { Area = new(0.01, 0.05) }, new SsdCropOptions());
        for (int i = 0; i < 300; i++)
        {
            StageRun run = StageRun.Of(new StageInput(s_shape, pixels, options) { KeyHash = (ulong)i });
            Assert.Contains((byte)200, run.Picture);
            Assert.DoesNotContain((byte)171, run.Picture);
        }
    }

    private static void AssertFramed(byte[] picture, byte[] part, (int X, int Y, ImageShape Shape) place)
    {
        for (int y = 0; y < s_output.Height; y++)
        {
            for (int x = 0; x < s_output.Width; x++)
            {
                int px = x - place.X, py = y - place.Y;
                bool inside = px >= 0 && py >= 0 && px < place.Shape.Width && py < place.Shape.Height;
                byte[] expected = inside ? part[(((py * place.Shape.Width) + px) * 3)..][..3] : [9, 8, 7];
                Assert.Equal(expected, picture[(((y * s_output.Width) + x) * 3)..][..3]);
            }
        }
    }
}
