using FeatureForge.Cli.Synth;
using FeatureForge.Cli.Synth.People;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Tests.Synth;

/// <summary>Paints a head with red skin and blue hair and measures where the red is.</summary>
public class FaceBoxTests
{
    private const float Unit = 100;
    private static readonly Tone s_red = new(1, 0, 0);
    private static readonly Tone s_blue = new(0, 0, 1);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 0.3)]
    [InlineData(-17, 1)]
    public void Of_WhenTheHeadIsTilted_TouchesTheSkinLeftRightAndBelow(float tilt, float jaw)
    {
        var (box, skin) = Measure(Look(tilt, jaw), HeadPainter.Paint);
        Assert.InRange(skin.X0 - box.X0, -1.6f, 1.6f);
        Assert.InRange(skin.X1 - box.X1, -1.6f, 1.6f);
        Assert.InRange(skin.Y1 - box.Y1, -1.6f, 1.6f);
    }

    [Fact]
    public void Of_WhenThereIsHair_BeginsAtTheHairline()
    {
        var (box, skin) = Measure(Look(0, 0.3f) with { HairStyle = HairStyle.Bob }, face =>
        {
            HeadPainter.Paint(face);
            HairPainter.PaintInFront(face);
        });
        // The hairline is rough, by 0.035 units, and soft.
        Assert.InRange(skin.Y0 - box.Y0, -0.06f * Unit, 0.06f * Unit);
    }

    [Theory]
    [InlineData(-0.36f)]
    [InlineData(0.36f)]
    public void Map_WhenTheHeadIsTurned_KeepsEyesAndMouthInsideTheFace(float turn)
    {
        FaceLook look = Look(0, 0) with { Turn = turn, HalfWidth = 0.67f };
        var map = new FaceMap(look);
        HeadShape head = HeadShape.Of(look);
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
            Assert.True(head.Distance(map.EyeU(side) + (side * look.EyeHalfWidth * map.Narrowing(side * 0.33f)), map.EyeV) < 0.02f);
        float mouth = (look.MouthHalfWidth + MouthPainter.SmileWidening) * map.Narrowing(0);
        Assert.True(head.Distance(map.MouthU + mouth, map.MouthV) < 0);
        Assert.True(head.Distance(map.MouthU - mouth, map.MouthV) < 0);
    }

    private static FaceLook Look(float tilt, float jaw) => new()
    {
        Skin = s_red,
        Hair = s_blue,
        Iris = s_blue,
        Lips = s_red,
        Cloth = s_blue,
        Accessory = s_blue,
        // Without ears, which are not part of the face's box.
        HairStyle = HairStyle.Long,
        Hairline = -0.75f,
        EyesOpen = 1,
        NoseHalfWidth = 0.15f,
        MouthHalfWidth = 0.25f,
        Jaw = jaw,
        Taper = 0.15f,
        Tilt = tilt,
    };

    private static (BoxPixels Box, BoxPixels Skin) Measure(FaceLook look, Action<FaceBrush> paint)
    {
        var surface = new PaintSurface(new ImageShape(360, 360));
        LocalFrame frame = LocalFrame.Turned(180, 180, Unit, look.Tilt);
        var light = SceneLight.From(Tone.Grey(0), Tone.Grey(1), 0, 0, 1);
        paint(new FaceBrush(surface, frame, look, light));
        BoxPixels box = FaceBox.Of(look, frame);
        // Skin of the forehead is above the box and hidden by hair in a photo.
        int top = look.HairStyle == HairStyle.Bob ? 0 : (int)box.Y0;
        return (box, Red(surface, top));
    }

    private static BoxPixels Red(PaintSurface surface, int top)
    {
        float x0 = float.MaxValue;
        float y0 = float.MaxValue;
        float x1 = 0;
        float y1 = 0;
        for (int y = top; y < surface.Shape.Height; y++)
        {
            Span<float> row = surface.Row(y);
            for (int x = 0; x < surface.Shape.Width; x++)
            {
                if (row[x * 3] < 0.1f || row[x * 3] < row[(x * 3) + 2])
                    continue;
                x0 = Math.Min(x0, x);
                x1 = Math.Max(x1, x + 1);
                y0 = Math.Min(y0, y);
                y1 = Math.Max(y1, y + 1);
            }
        }

        return new BoxPixels(x0, y0, x1, y1);
    }
}
