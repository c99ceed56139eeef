using FeatureForge.Cli.Synth;
using FeatureForge.Cli.Synth.Shapes;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Tests.Synth;

public class PaintSurfaceTests
{
    [Fact]
    public void Fill_WhenABoxEndsInMidPixel_CoversItByHalf()
    {
        var surface = new PaintSurface(new ImageShape(6, 3));
        surface.Fill(new LocalFrame(0, 0, 1), RoundedBox.Between(1, -5, 3.5f, 8), new Solid(Tone.Grey(1)), Edge.Sharp);
        Assert.Equal([0, 1, 1, 0.5f, 0, 0], Red(surface, 1));
    }

    [Fact]
    public void Fill_WhenAnEllipse_CoversItsArea()
    {
        var surface = new PaintSurface(new ImageShape(80, 60));
        surface.Fill(LocalFrame.Turned(40, 30, 10, 33), new Ellipse(0, 0, 3, 1.5f), new Solid(Tone.Grey(1)), Edge.Sharp);
        float area = Enumerable.Range(0, 60).Sum(y => Red(surface, y).Sum());
        Assert.Equal(Math.PI * 30 * 15, area, 15.0);
    }

    [Fact]
    public void Fill_WhenThinnerThanAPixel_IsPalerInProportion()
    {
        var surface = new PaintSurface(new ImageShape(20, 9));
        surface.Fill(new LocalFrame(0, 0, 1), RoundedBox.Between(-5, 4.375f, 25, 4.625f), new Solid(Tone.Grey(1)), Edge.Sharp);
        Assert.Equal(0.25f, Red(surface, 4)[10], 0.12f);
        Assert.Equal(0, Red(surface, 2)[10]);
    }

    [Fact]
    public void ToLocal_WhenTurned_IsTheInverseOfToPixels()
    {
        LocalFrame frame = LocalFrame.Turned(12, 34, 5, 27);
        var (x, y) = frame.ToPixels(1.5f, -2.25f);
        var (u, v) = frame.ToLocal(x, y);
        Assert.Equal(1.5f, u, 1e-5f);
        Assert.Equal(-2.25f, v, 1e-5f);
    }

    [Fact]
    public void Turned_WhenAQuarter_TurnsClockwiseOnTheScreen()
    {
        var (x, y) = LocalFrame.Turned(0, 0, 1, 90).ToPixels(1, 0);
        Assert.Equal(0f, x, 1e-6f);
        Assert.Equal(1f, y, 1e-6f);
    }

    [Fact]
    public void Distance_WhenOnTheBorder_IsZero()
    {
        Assert.Equal(0, new Ellipse(1, 2, 3, 4).Distance(4, 2), 1e-6f);
        Assert.Equal(-1, new RoundedBox(0, 0, 3, 1).Distance(0, 0), 1e-6f);
        Assert.Equal(1, new RoundedBox(0, 0, 2, 2, 1).Distance(3, 0), 1e-6f);
        Assert.Equal(0.5f, new Capsule(0, 0, 4, 0, 1, 2).Distance(2, 2), 1e-6f);
        Assert.Equal(0, new Lens(0, 0, 2, -1, 0.5f).Distance(0, -1), 1e-6f);
        Assert.Equal(0, new Lens(0, 0, 2, -1, 0.5f).Distance(2, 0), 1e-6f);
        Assert.Equal(0.25f, new Outline<Ellipse>(new Ellipse(0, 0, 2, 2), 0.25f).Distance(2.5f, 0), 1e-6f);
    }

    [Fact]
    public void At_WhenNoise_StaysInItsRangeAndIsSmooth()
    {
        var noise = new ValueNoise(99);
        for (int i = 0; i < 2000; i++)
        {
            float value = noise.Layers(i * 0.37f, i * -0.11f, 3);
            Assert.InRange(value, 0f, 1f);
            Assert.InRange(Math.Abs(noise.At(i * 0.37f, 5) - noise.At((i * 0.37f) + 0.01f, 5)), 0f, 0.03f);
        }
    }

    private static float[] Red(PaintSurface surface, int y) => [.. Enumerable.Range(0, surface.Shape.Width).Select(x => surface.Row(y)[x * 3])];
}
