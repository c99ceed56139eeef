using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints what the relief alone does not show of a nose: nostrils, wings, the shadow below.</summary>
internal static class NosePainter
{
    /// <summary>Paints the nose of a face.</summary>
    public static void Paint(FaceBrush face)
    {
        float u = face.Map.NoseU;
        float v = face.Map.NoseV;
        float width = face.Look.NoseHalfWidth;
        face.Shadow(new Lens(u, v + 0.075f, width * 0.95f, 0, 0.06f), 0.38f, 0.07f);
        float shadowSide = face.Light.TowardX > 0 ? -1 : 1;
        face.Shadow(new Capsule(u + (shadowSide * 0.075f), v - 0.3f, u + (shadowSide * 0.1f), v - 0.02f, 0.02f, 0.035f), 0.2f, 0.08f);
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            float near = 1 - (0.5f * Math.Max(0, side * face.Look.Turn));
            face.Shadow(new Ellipse(u + (side * width * 0.45f * near), v + 0.078f, 0.036f * near, 0.02f), 0.8f, 0.025f);
            face.Shadow(new Capsule(u + (side * width * near), v, u + (side * width * 0.9f * near), v + 0.08f, 0.008f, 0.012f), 0.4f, 0.03f);
        }

        face.Fill(new Ellipse(u, v - 0.03f, width * 0.28f, 0.05f), new Solid(face.Light.Key + face.Light.Ambient), new Edge(0.08f, 0.14f));
    }
}
