using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.Scenes;

/// <summary>Close before a wall: bricks, boards, tiles, striped wallpaper, or the plain ground of a studio.</summary>
internal static class WallScene
{
    /// <summary>Paints the wall.</summary>
    public static SceneLight Paint(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        switch (random.Whole(0, 4))
        {
            case 0:
                PaintBlocks(brush, new Tone(0.36f, 0.15f, 0.1f) * random.Between(0.5f, 1.2f), random.Between(0.14f, 0.24f), 2.6f, shifted: true);
                break;
            case 1:
                PaintBlocks(brush, new Tone(0.32f, 0.2f, 0.11f) * random.Between(0.5f, 1.5f), random.Between(0.7f, 1.6f), 9, shifted: true);
                break;
            case 2:
                PaintBlocks(brush, brush.AnyTone(random.Between(0.3f, 0.7f)), random.Between(0.1f, 0.2f), 1, shifted: false);
                break;
            case 3:
                PaintStripes(brush);
                break;
            default:
                PaintStudio(brush);
                break;
        }

        return SceneLight.From(Tone.Grey(random.Between(0.55f, 0.95f)), Tone.Grey(random.Between(0.16f, 0.34f)), random.Between(-1.1f, 1.1f), random.Between(-0.8f, -0.1f), 1);
    }

    private static void PaintBlocks(SceneBrush brush, Tone color, float width, float proportion, bool shifted)
    {
        DrawingRandom random = brush.Random;
        brush.Ground(color * random.Between(0.4f, 1.6f), color * random.Between(0.4f, 1));
        float height = width / proportion;
        float joint = Math.Min(width, height) * 0.06f;
        ValueNoise noise = random.Noise();
        bool odd = false;
        for (float v = -height * 0.5f; v < brush.Height; v += height)
        {
            float shift = shifted && odd ? width / 2 : 0;
            odd = !odd;
            for (float u = -width + shift; u < brush.Width; u += width)
            {
                var block = RoundedBox.Between(u + joint, v + joint, u + width - joint, v + height - joint);
                brush.Paint(block, new Textured<Solid>(new Solid(color * random.Between(0.72f, 1.28f)), noise, 30, 45, 0.35f));
            }
        }
    }

    private static void PaintStripes(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        Tone first = brush.AnyTone(random.Between(0.2f, 0.6f));
        Tone second = first * random.Between(0.55f, 0.85f);
        brush.Ground(first * 1.1f, first * 0.8f);
        float step = random.Between(0.05f, 0.16f);
        for (float u = random.Between(-step, 0); u < brush.Width; u += step)
            brush.Fill(SceneBrush.Box(u, -1, step * 0.5f, brush.Height + 2), second);
    }

    private static void PaintStudio(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        Tone ground = brush.AnyTone(random.Between(0.05f, 0.6f));
        brush.Ground(new Textured<Solid>(new Solid(ground * 0.6f), random.Noise(), 2, 2, 0.3f));
        brush.Fill(new Ellipse(brush.Width / 2, brush.Height * 0.4f, 0.85f, 0.75f), ground * 1.3f, 0.9f, 1.2f);
    }
}
