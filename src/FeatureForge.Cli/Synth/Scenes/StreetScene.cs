using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.Scenes;

/// <summary>A street: sky, houses with windows, pavement, parked cars.</summary>
internal static class StreetScene
{
    /// <summary>Paints the street.</summary>
    public static SceneLight Paint(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        bool backlit = random.Chance(0.2f);
        Tone sky = backlit ? Tone.Grey(1.15f) : new Tone(0.4f, 0.58f, 0.85f).Toward(Tone.Grey(0.8f), random.Between(0, 1));
        brush.Ground(sky * 0.9f, sky.Toward(Tone.Grey(0.95f), 0.5f));
        float ground = brush.Height * random.Between(0.6f, 0.85f);
        float left = random.Between(-0.4f, 0);
        while (left < brush.Width)
        {
            float width = random.Between(0.2f, 0.55f);
            if (random.Chance(backlit ? 0.55f : 0.82f))
                PaintHouse(brush, (left, ground * random.Between(-0.2f, 0.5f), left + width, ground), backlit ? 0.35f : 1);
            left += width;
        }

        PaintGround(brush, ground, backlit ? 0.5f : 1);
        if (backlit)
        {
            Tone fill = Tone.Grey(random.Between(0.1f, 0.18f));
            return SceneLight.From(fill * 0.6f, fill, random.Between(-1, 1), -0.4f, 0.7f) with { Rim = random.Between(0.2f, 0.5f), Backlit = true };
        }

        float hard = random.Between(0.3f, 1);
        return SceneLight.From(new Tone(1, 0.95f, 0.88f) * hard, new Tone(0.85f, 0.95f, 1.05f) * (0.65f - (0.4f * hard)), random.Between(-1.2f, 1.2f), random.Between(-1, -0.3f), 1);
    }

    private static void PaintHouse(SceneBrush brush, (float Left, float Top, float Right, float Bottom) house, float light)
    {
        DrawingRandom random = brush.Random;
        Tone wall = brush.AnyTone(random.Between(0.15f, 0.5f) * light).Toward(new Tone(0.4f, 0.28f, 0.2f) * light, random.Between(0, 0.6f));
        brush.Paint(RoundedBox.Between(house.Left, house.Top, house.Right, house.Bottom), new Textured<Gradient>(new Gradient(wall * 1.2f, wall * 0.8f, 0.4f, 0.4f), random.Noise(), 30, 30, 0.12f));
        float step = random.Between(0.085f, 0.15f);
        float windowWidth = step * random.Between(0.4f, 0.65f);
        float windowHeight = step * random.Between(0.5f, 0.75f);
        Tone glass = brush.AnyTone(random.Between(0.02f, 0.16f) * light);
        for (float v = house.Top + (step * 0.3f); v + windowHeight < house.Bottom; v += step)
        {
            for (float u = house.Left + (step * 0.25f); u + windowWidth < house.Right; u += step)
            {
                Tone pane = glass * random.Between(0.5f, 2.2f);
                brush.Fill(SceneBrush.Box(u - 0.005f, v - 0.005f, windowWidth + 0.01f, windowHeight + 0.012f), wall * 1.35f);
                brush.Fill(SceneBrush.Box(u, v, windowWidth, windowHeight), pane);
            }
        }
    }

    private static void PaintGround(SceneBrush brush, float ground, float light)
    {
        DrawingRandom random = brush.Random;
        Tone stone = Tone.Grey(random.Between(0.12f, 0.35f) * light);
        brush.Paint(RoundedBox.Between(-1, ground, brush.Width + 1, brush.Height + 1), new Textured<Gradient>(new Gradient(stone * 0.8f, stone * 1.2f, 0, 1 / brush.Height), random.Noise(), 12, 50, 0.25f));
        int cars = random.Whole(0, 2);
        for (int i = 0; i < cars; i++)
        {
            float u = random.Between(0, brush.Width);
            float size = random.Between(0.1f, 0.2f);
            Tone paint = brush.AnyTone(random.Between(0.05f, 0.5f) * light);
            brush.Fill(new Ellipse(u, ground + (size * 0.16f), size * 1.5f, size * 0.2f), Tone.Grey(0.02f), 0.6f, size * 0.3f);
            brush.Fill(new RoundedBox(u, ground - (size * 0.75f), size * 0.75f, size * 0.45f, size * 0.25f), paint * 0.35f);
            brush.Fill(new RoundedBox(u, ground - (size * 0.25f), size * 1.45f, size * 0.4f, size * 0.2f), paint);
            foreach (float side in (ReadOnlySpan<float>)[-0.85f, 0.85f])
                brush.Fill(new Ellipse(u + (side * size), ground + (size * 0.1f), size * 0.28f, size * 0.28f), Tone.Grey(0.015f));
        }
    }
}
