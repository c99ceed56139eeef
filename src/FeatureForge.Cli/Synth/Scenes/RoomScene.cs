using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.Scenes;

/// <summary>A room: plastered wall, pictures, a shelf with books, furniture, a lamp.</summary>
internal static class RoomScene
{
    /// <summary>Paints the room.</summary>
    public static SceneLight Paint(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        float bright = random.Between(0.22f, 0.6f);
        Tone wall = brush.AnyTone(bright).Toward(new Tone(bright, bright * 0.94f, bright * 0.84f), 0.6f);
        float side = random.Sign();
        var gradient = new Gradient(wall * 1.15f, wall * 0.6f, side > 0 ? -0.5f / brush.Width : 0.5f / brush.Width, 0.6f / brush.Height);
        brush.Ground(new Textured<Gradient>(gradient, random.Noise(), 30, 30, 0.06f));
        PaintFloor(brush, wall);
        int pictures = random.Whole(0, 3);
        for (int i = 0; i < pictures; i++)
            PaintPicture(brush);
        if (random.Chance(0.5f))
            PaintShelf(brush);
        if (random.Chance(0.35f))
            PaintLamp(brush);
        return SceneLight.From(new Tone(0.72f, 0.68f, 0.6f) * random.Between(0.8f, 1.15f), Tone.Grey(random.Between(0.2f, 0.34f)), side * random.Between(0.1f, 1.1f), random.Between(-0.8f, -0.3f), 1);
    }

    private static void PaintFloor(SceneBrush brush, Tone wall)
    {
        DrawingRandom random = brush.Random;
        float line = brush.Height * random.Between(0.72f, 1.1f);
        Tone floor = new Tone(0.26f, 0.17f, 0.1f) * random.Between(0.5f, 1.4f);
        brush.Paint(RoundedBox.Between(-1, line, brush.Width + 1, brush.Height + 1), new Textured<Solid>(new Solid(floor), random.Noise(), 3, 40, 0.3f));
        brush.Fill(RoundedBox.Between(-1, line - 0.035f, brush.Width + 1, line), wall * 1.25f);
        if (random.Chance(0.6f))
        {
            // A sofa or a sideboard.
            float left = random.Between(-0.3f, brush.Width - 0.4f);
            var body = new RoundedBox(left + 0.5f, line - 0.02f, random.Between(0.3f, 0.6f), random.Between(0.12f, 0.25f), 0.05f);
            brush.Paint(body, new Textured<Gradient>(new Gradient(brush.AnyTone(0.16f), brush.AnyTone(0.06f), 0, 1), random.Noise(), 25, 25, 0.2f));
        }
    }

    private static void PaintPicture(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        float width = random.Between(0.14f, 0.34f);
        float height = width * random.Between(0.7f, 1.4f);
        float left = random.Between(-0.1f, brush.Width - 0.1f);
        float top = random.Between(-0.05f, brush.Height * 0.4f);
        brush.Fill(SceneBrush.Box(left + 0.012f, top + 0.016f, width, height), Tone.Grey(0.02f), 0.35f, 0.03f);
        brush.Fill(SceneBrush.Box(left, top, width, height), brush.AnyTone(random.Between(0.02f, 0.3f)));
        const float Border = 0.018f;
        var canvas = SceneBrush.Box(left + Border, top + Border, width - (2 * Border), height - (2 * Border));
        brush.Paint(canvas, new Textured<Gradient>(new Gradient(brush.AnyTone(0.5f), brush.AnyTone(0.2f), 0, 1), random.Noise(), 14, 14, 0.8f));
        var sun = new Ellipse(left + (width * random.Between(0.3f, 0.7f)), top + (height * random.Between(0.3f, 0.7f)), width * 0.17f, width * 0.17f);
        brush.Fill(sun, brush.AnyTone(0.45f), 0.8f);
    }

    private static void PaintShelf(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        float left = random.Between(-0.1f, brush.Width * 0.7f);
        float width = random.Between(0.3f, 0.8f);
        float top = random.Between(0.15f, brush.Height * 0.6f);
        float end = left;
        while (end < left + width)
        {
            float thickness = random.Between(0.018f, 0.045f);
            float height = random.Between(0.1f, 0.17f);
            if (random.Chance(0.86f))
                brush.Fill(SceneBrush.Box(end, top - height, thickness * 0.94f, height), brush.AnyTone(random.Between(0.03f, 0.4f)));
            end += thickness;
        }

        brush.Fill(SceneBrush.Box(left - 0.03f, top, width + 0.06f, 0.022f), new Tone(0.3f, 0.2f, 0.12f));
        brush.Fill(SceneBrush.Box(left - 0.03f, top + 0.022f, width + 0.06f, 0.04f), Tone.Grey(0.02f), 0.3f, 0.04f);
    }

    private static void PaintLamp(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        float u = random.Between(0, brush.Width);
        float v = random.Between(0.05f, 0.3f);
        var warm = new Tone(1, 0.82f, 0.5f);
        brush.Fill(new Ellipse(u, v, 0.5f, 0.5f), warm, 0.5f, 0.95f);
        brush.Fill(new RoundedBox(u, v, 0.075f, 0.055f, 0.02f), warm * 1.2f);
        brush.Fill(SceneBrush.Box(u - 0.004f, -0.5f, 0.008f, 0.45f + v), Tone.Grey(0.03f));
    }
}
