using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.Scenes;

/// <summary>A dim room with a large bright window; people stand against the light, unless it is evening and the lamps are on.</summary>
internal static class WindowScene
{
    /// <summary>Paints the window.</summary>
    public static SceneLight Paint(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        bool backlit = random.Chance(0.75f);
        Tone wall = brush.AnyTone(backlit ? random.Between(0.04f, 0.12f) : random.Between(0.2f, 0.4f));
        brush.Ground(new Textured<Gradient>(new Gradient(wall * 1.3f, wall * 0.6f, 0, 1 / brush.Height), random.Noise(), 24, 24, 0.1f));
        float left = random.Between(-0.15f, 0.25f) * brush.Width;
        float right = random.Between(0.72f, 1.1f) * brush.Width;
        float top = random.Between(-0.1f, 0.12f);
        float bottom = brush.Height * random.Between(0.6f, 1.1f);
        Tone sky = backlit ? new Tone(0.92f, 0.98f, 1.1f) * random.Between(0.9f, 1.25f) : new Tone(0.1f, 0.16f, 0.32f) * random.Between(0.4f, 1.6f);
        PaintView(brush, RoundedBox.Between(left, top, right, bottom), sky);
        PaintMullions(brush, (left, top, right, bottom), wall * (backlit ? 0.6f : 1.6f));
        PaintCurtain(brush, left, -1, backlit);
        PaintCurtain(brush, right, 1, backlit);
        if (!backlit)
            return SceneLight.From(new Tone(0.74f, 0.64f, 0.48f), Tone.Grey(0.24f), random.Sign() * random.Between(0.2f, 0.9f), -0.5f, 1);
        Tone fill = new Tone(0.9f, 0.97f, 1.05f) * random.Between(0.06f, 0.17f);
        return SceneLight.From(fill * 0.8f, fill, random.Between(-0.9f, 0.9f), -0.2f, 0.7f) with { Rim = random.Between(0.25f, 0.6f), Backlit = true };
    }

    private static void PaintView(SceneBrush brush, RoundedBox glass, Tone sky)
    {
        DrawingRandom random = brush.Random;
        brush.Paint(glass, new Gradient(sky, sky * 0.85f, 0, 0.8f / brush.Height));
        float horizon = glass.V + (glass.HalfHeight * random.Between(-0.1f, 0.6f));
        var hills = new Cut<RoundedBox, Slab>(glass, new Slab(random.Between(0, brush.Width), horizon, random.Between(-0.2f, 0.2f), 0, Above: false));
        brush.Paint(new Rough<Cut<RoundedBox, Slab>>(hills, random.Noise(), 9, 0.04f), new Textured<Solid>(new Solid(sky * 0.5f * new Tone(0.8f, 1, 0.75f)), random.Noise(), 12, 12, 0.4f));
    }

    private static void PaintMullions(SceneBrush brush, (float Left, float Top, float Right, float Bottom) glass, Tone tone)
    {
        const float Half = 0.014f;
        int columns = brush.Random.Whole(2, 4);
        for (int i = 0; i <= columns; i++)
        {
            float u = glass.Left + ((glass.Right - glass.Left) * i / columns);
            brush.Fill(RoundedBox.Between(u - Half, glass.Top, u + Half, glass.Bottom), tone);
        }

        int rows = brush.Random.Whole(1, 3);
        for (int i = 0; i <= rows; i++)
        {
            float v = glass.Top + ((glass.Bottom - glass.Top) * i / rows);
            brush.Fill(RoundedBox.Between(glass.Left - Half, v - Half, glass.Right + Half, v + Half), tone);
        }
    }

    private static void PaintCurtain(SceneBrush brush, float edge, float side, bool backlit)
    {
        DrawingRandom random = brush.Random;
        if (random.Chance(0.4f))
            return;
        float width = random.Between(0.1f, 0.25f);
        Tone cloth = brush.AnyTone(backlit ? 0.3f : 0.4f);
        var curtain = new RoundedBox(edge + (side * width * 0.4f), brush.Height / 2, width, brush.Height);
        brush.Paint(curtain, new Textured<Solid>(new Solid(cloth), random.Noise(), 28, 0.4f, 0.5f));
    }
}
