using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Pipeline.Tests.Geometry;

public class FlipTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(37)]
    [InlineData(300)]
    public void Run_WhenDue_MirrorsPixelsAndBoxesAtEveryLevel(int width)
    {
        var shape = new ImageShape(width, 9);
        byte[] pixels = Pictures.Noise(shape, width);
        var expected = new byte[pixels.Length];
        for (int y = 0; y < 9; y++)
        {
            for (int x = 0; x < width; x++)
                pixels.AsSpan(((y * width) + x) * 3, 3).CopyTo(expected.AsSpan(((y * width) + width - 1 - x) * 3));
        }

        foreach (SimdLevel level in Pictures.Levels)
        {
            var input = new StageInput(shape, pixels, StageInput.Steps(shape, new FlipOptions())) { Level = level, Boxes = [new(0.25f, 2, 0.75f, 5)] };
            StageRun run = StageRun.Of(input);
            Assert.Equal(expected, run.Picture);
            Assert.Equal(new BoxPixels(width - 0.75f, 2, width - 0.25f, 5), Assert.Single(run.Boxes));
            Assert.Equal("[{\"flip\":{}}]", run.Log);
        }
    }

    [Fact]
    public void Plan_WhenProbabilityIsHalf_MirrorsAboutHalfOfTheSamples()
    {
        var shape = new ImageShape(10, 10);
        using var stage = new GeometryStage(StageInput.Steps(shape, new FlipOptions { Probability = 0.5 }), 7);
        int flipped = Enumerable.Range(0, 2000).Count(key =>
            StageRun.Drawn(stage, new StageInput(shape, [], StageInput.Steps(shape)) { KeyHash = (ulong)key * 0x9E3779B97F4A7C15 }).Log.Length > 2);
        Assert.InRange(flipped, 900, 1100);
    }
}
