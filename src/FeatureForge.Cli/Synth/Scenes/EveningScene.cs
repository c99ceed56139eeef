using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.Scenes;

/// <summary>Evening: darkness with discs of light out of focus, faces in warm or cold light from one side.</summary>
internal static class EveningScene
{
    /// <summary>Paints the evening.</summary>
    public static SceneLight Paint(SceneBrush brush)
    {
        DrawingRandom random = brush.Random;
        Tone night = brush.AnyTone(random.Between(0.012f, 0.06f));
        brush.Ground(new Textured<Gradient>(new Gradient(night * 0.7f, night * 1.6f, 0, 1 / brush.Height), random.Noise(), 3, 3, 0.7f));
        int count = random.Whole(12, 60);
        for (int i = 0; i < count; i++)
        {
            float radius = random.Between(0.01f, 0.06f);
            var disc = new Ellipse(random.Between(0, brush.Width), random.Around(0, brush.Height), radius, radius);
            Tone glow = random.Chance(0.7f) ? new Tone(1, 0.66f, 0.28f) : new Tone(0.45f, 0.7f, 1);
            brush.Fill(disc, glow * random.Between(0.3f, 1.1f), random.Between(0.25f, 0.8f), 0.012f);
        }

        Tone key = random.Chance(0.65f) ? new Tone(0.8f, 0.6f, 0.4f) : new Tone(0.5f, 0.62f, 0.82f);
        return SceneLight.From(key * random.Between(0.45f, 0.95f), Tone.Grey(random.Between(0.05f, 0.14f)), random.Sign() * random.Between(0.3f, 1.3f), random.Between(-0.5f, 0.1f), 1);
    }
}
