using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.Scenes;

/// <summary>Outdoors among plants: sky, trees, a hedge of leaves, grass; in the sun, in shade, or against a bright sky.</summary>
internal static class GardenScene
{
    /// <summary>Paints the garden.</summary>
    public static SceneLight Paint(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        bool backlit = random.Chance(0.25f);
        Tone sky = backlit ? new Tone(1.15f, 1.15f, 1.1f) : new Tone(0.3f, 0.5f, 0.85f).Toward(Tone.Grey(0.75f), random.Between(0, 1));
        brush.Ground(sky, sky.Toward(Tone.Grey(0.95f), 0.6f));
        if (backlit)
            brush.Fill(new Ellipse(random.Between(0.2f, 0.8f) * brush.Width, random.Between(0, 0.4f), 0.9f, 0.9f), Tone.Grey(1.4f), 0.9f, 1.6f);
        float light = backlit ? 0.4f : random.Between(0.7f, 1.2f);
        float horizon = brush.Height * random.Between(0.35f, 0.65f);
        PaintTrees(brush, horizon, light);
        PaintGrass(brush, horizon, light);
        PaintLeaves(brush, horizon, light);
        if (random.Chance(0.4f))
            PaintTrunk(brush, light);
        if (backlit)
        {
            Tone fill = new Tone(0.9f, 1, 0.9f) * random.Between(0.09f, 0.2f);
            return SceneLight.From(fill * 0.7f, fill, random.Between(-1, 1), -0.3f, 0.7f) with { Rim = random.Between(0.4f, 0.8f), Backlit = true };
        }

        float hard = random.Between(0.4f, 1);
        return SceneLight.From(new Tone(1, 0.95f, 0.86f) * hard, new Tone(0.8f, 0.95f, 1.05f) * (0.62f - (0.38f * hard)), random.Between(-1.2f, 1.2f), random.Between(-1.2f, -0.4f), 1);
    }

    private static void PaintTrees(SceneBrush brush, float horizon, float light)
    {
        DrawingRandom random = brush.Random;
        int count = random.Whole(3, 7);
        for (int i = 0; i < count; i++)
        {
            float radius = random.Between(0.15f, 0.42f);
            var crown = new Ellipse(random.Between(-0.1f, brush.Width + 0.1f), horizon - (radius * random.Between(0.1f, 0.9f)), radius, radius * random.Between(0.8f, 1.3f));
            Tone green = Green(random) * light * random.Between(0.5f, 1);
            brush.Paint(new Rough<Ellipse>(crown, random.Noise(), 9, 0.06f), new Textured<Solid>(new Solid(green), random.Noise(), 26, 26, 0.85f));
        }
    }

    private static void PaintGrass(SceneBrush brush, float horizon, float light)
    {
        DrawingRandom random = brush.Random;
        Tone near = new Tone(0.2f, 0.32f, 0.07f) * light * random.Between(0.6f, 1.1f);
        var lawn = new Slab(random.Between(0, brush.Width), horizon, random.Between(-0.04f, 0.06f), random.Between(-0.05f, 0.05f), Above: false);
        var area = RoundedBox.Between(-0.2f, 0, brush.Width + 0.2f, brush.Height + 0.2f);
        brush.Paint(new Cut<RoundedBox, Slab>(area, lawn), new Textured<Gradient>(new Gradient(near * 1.5f, near * 0.7f, 0, 1 / brush.Height), random.Noise(), 40, 16, 0.55f));
    }

    private static void PaintLeaves(SceneBrush brush, float horizon, float light)
    {
        DrawingRandom random = brush.Random;
        int count = random.Whole(0, 5) * 50;
        float left = random.Between(-0.3f, brush.Width);
        float spread = random.Between(0.3f, 1.2f);
        for (int i = 0; i < count; i++)
        {
            float size = random.Between(0.008f, 0.032f);
            float u = left + random.Around(0, spread);
            float v = horizon + random.Around(-0.55f, 0.35f);
            Tone green = Green(random) * light * random.Between(0.4f, 1.5f);
            brush.Fill(new Ellipse(u, v, size * random.Between(0.5f, 1.2f), size), green, 0.85f);
        }
    }

    private static void PaintTrunk(SceneBrush brush, float light)
    {
        DrawingRandom random = brush.Random;
        float u = random.Between(0, brush.Width);
        float width = random.Between(0.03f, 0.09f);
        var trunk = new Capsule(u, -0.1f, u + random.Between(-0.1f, 0.1f), brush.Height * 0.8f, width, width * 1.5f);
        Tone bark = new Tone(0.16f, 0.11f, 0.07f) * light;
        brush.Paint(trunk, new Textured<Solid>(new Solid(bark), random.Noise(), 40, 8, 0.8f));
    }

    private static Tone Green(DrawingRandom random) => new(random.Between(0.06f, 0.24f), random.Between(0.16f, 0.34f), random.Between(0.03f, 0.1f));
}
