using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints eyes, lids and brows.</summary>
internal static class EyePainter
{
    private static readonly Tone s_white = Tone.Level(232, 226, 220);

    /// <summary>Paints both eyes of a face.</summary>
    public static void Paint(FaceBrush face)
    {
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            float u = face.Map.EyeU(side);
            float halfWidth = face.Look.EyeHalfWidth * face.Map.Narrowing(side * 0.33f);
            PaintSocket(face, u, halfWidth, side);
            PaintEye(face, u, halfWidth, side);
            PaintBrow(face, u, halfWidth, side);
        }
    }

    private static void PaintSocket(FaceBrush face, float u, float halfWidth, float side)
    {
        float v = face.Map.EyeV;
        face.Shadow(new Ellipse(u - (side * 0.03f), v - 0.035f, halfWidth * 1.35f, 0.12f), 0.3f, 0.16f);
        face.Shadow(new Ellipse(u - (side * halfWidth * 0.95f), v - 0.02f, 0.07f, 0.1f), 0.22f, 0.1f);
        if (face.Look.Smiling)
            face.Shadow(new Lens(u, v + 0.06f, halfWidth * 0.95f, 0.035f, 0.06f), 0.3f, 0.03f);
    }

    private static void PaintEye(FaceBrush face, float u, float halfWidth, float side)
    {
        FaceLook look = face.Look;
        float v = face.Map.EyeV;
        float upper = -0.078f * look.EyesOpen;
        float lower = 0.05f * look.EyesOpen;
        // The outer corner is a little higher than the inner one.
        float slant = -0.012f * side;
        var opening = new Lens(u, v, halfWidth, upper, lower, slant);
        face.Lit(opening, s_white, 0.95f, 0.02f);
        float irisU = u + (halfWidth * 0.3f * look.Gaze) + (0.03f * look.Turn);
        float irisV = v - 0.012f;
        face.Lit(new Cut<Lens, Ellipse>(opening, new Ellipse(irisU, irisV, 0.07f, 0.072f)), look.Iris * 0.55f, 1, 0.015f);
        face.Lit(new Cut<Lens, Ellipse>(opening, new Ellipse(irisU, irisV, 0.052f, 0.054f)), look.Iris, 1, 0.02f);
        face.Lit(new Cut<Lens, Ellipse>(opening, new Ellipse(irisU, irisV, 0.028f, 0.03f)), Tone.Grey(0.005f), 1, 0.01f);
        // The upper lid shades the eyeball.
        face.Shadow(new Lens(u, v, halfWidth, upper, upper + 0.04f, slant), 0.5f, 0.025f);
        face.Fill(new Ellipse(irisU - 0.022f, irisV - 0.026f, 0.013f, 0.013f), new Solid(face.Light.Key + face.Light.Ambient), new Edge(0.008f, 0.85f));
        Tone lash = look.Hair.Toward(Tone.Grey(0.01f), 0.75f);
        face.Lit(new Lens(u + (side * 0.012f), v + 0.002f, halfWidth + 0.02f, upper - 0.028f, upper + 0.008f, slant), lash, 0.92f, 0.012f);
        face.Lit(new Lens(u, v, halfWidth, lower - 0.004f, lower + 0.012f, slant), lash, 0.4f, 0.014f);
        face.Shadow(new Lens(u, v - 0.03f, halfWidth * 1.02f, upper - 0.035f, upper - 0.012f, slant), 0.38f, 0.016f);
    }

    private static void PaintBrow(FaceBrush face, float u, float halfWidth, float side)
    {
        FaceLook look = face.Look;
        float v = face.Map.BrowV + 0.05f;
        float thickness = look.BrowThickness;
        Tone color = look.Hair.Toward(Tone.Grey(0.01f), 0.35f);
        var brow = new Lens(u + (side * 0.02f), v, halfWidth * 1.4f, -0.075f - (thickness * 0.5f), -0.075f + (thickness * 0.5f), -look.BrowSlant * side);
        face.Lit(new Rough<Lens>(brow, look.Noise, 30, 0.006f), color, 0.85f, 0.022f);
    }
}
