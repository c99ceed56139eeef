using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints lips, teeth and the folds of a smile.</summary>
internal static class MouthPainter
{
    /// <summary>How much further out the corners of a smiling mouth are.</summary>
    public const float SmileWidening = 0.075f;

    private static readonly Tone s_teeth = Tone.Level(240, 234, 222);
    private static readonly Tone s_inside = Tone.Level(58, 18, 20);

    /// <summary>Paints the mouth of a face.</summary>
    public static void Paint(FaceBrush face)
    {
        if (face.Look.Smiling)
            PaintSmile(face);
        else
            PaintNeutral(face);
    }

    private static void PaintNeutral(FaceBrush face)
    {
        FaceLook look = face.Look;
        float u = face.Map.MouthU;
        float v = face.Map.MouthV;
        float width = look.MouthHalfWidth * face.Map.Narrowing(0);
        float full = look.LipFullness;
        float open = 0.12f * look.MouthOpen;
        face.Lit(new Lens(u, v, width * 0.96f, -0.07f * full, 0.012f), look.Lips * 0.85f, 0.85f, 0.025f);
        face.Lit(new Lens(u, v + 0.004f, width * 0.9f, open - 0.004f, open + (0.088f * full)), look.Lips, 0.85f, 0.03f);
        if (open > 0.02f)
            face.Lit(new Lens(u, v, width * 0.85f, 0, open), s_inside, 0.95f, 0.015f);
        // Corners that do not rise: the line of the mouth hangs to its ends.
        face.Lit(new Lens(u, v + 0.012f, width, -0.012f, 0.01f), s_inside, 0.8f, 0.016f);
        face.Shadow(new Lens(u, v + open + (0.09f * full), width * 0.62f, 0.01f, 0.05f), 0.3f, 0.06f);
        face.Shadow(new Lens(u, v - (0.075f * full) - 0.1f, 0.035f, -0.02f, 0.08f), 0.16f, 0.05f);
    }

    private static void PaintSmile(FaceBrush face)
    {
        FaceLook look = face.Look;
        float u = face.Map.MouthU;
        float v = face.Map.MouthV - 0.045f;
        float width = (look.MouthHalfWidth + SmileWidening) * face.Map.Narrowing(0);
        float full = look.LipFullness;
        float open = 0.03f + (0.2f * look.MouthOpen);
        bool teeth = look.MouthOpen > 0.08f;
        float upper = 0.055f;
        float lower = upper + (teeth ? open : 0.016f);
        PaintFolds(face, u, v, width);
        face.Lit(new Lens(u, v, width, upper - (0.065f * full), upper + 0.02f), look.Lips * 0.85f, 0.85f, 0.025f);
        face.Lit(new Lens(u, v, width * 0.95f, lower - 0.01f, lower + (0.08f * full)), look.Lips, 0.85f, 0.03f);
        var opening = new Lens(u, v, width * 0.92f, upper, lower);
        face.Lit(opening, s_inside, 0.95f, 0.015f);
        if (teeth)
        {
            float edge = upper + Math.Min(open * 0.85f, 0.1f);
            face.Lit(new Lens(u, v + 0.006f, width * 0.82f, upper + 0.004f, edge), s_teeth, 0.95f, 0.012f);
        }

        face.Shadow(new Lens(u, v + lower + (0.085f * full), width * 0.55f, 0, 0.04f), 0.28f, 0.06f);
    }

    private static void PaintFolds(FaceBrush face, float u, float v, float width)
    {
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            float nose = face.Map.NoseU + (side * (face.Look.NoseHalfWidth + 0.03f));
            float cornerU = u + (side * (width + 0.06f));
            face.Shadow(new Capsule(nose, face.Map.NoseV + 0.02f, cornerU, v - 0.04f, 0.012f, 0.02f), 0.32f, 0.06f);
            face.Shadow(new Capsule(cornerU, v - 0.04f, cornerU + (side * 0.01f), v + 0.1f, 0.018f, 0.008f), 0.24f, 0.06f);
            face.Shadow(new Ellipse(u + (side * width), v + 0.005f, 0.035f, 0.03f), 0.45f, 0.05f);
        }
    }
}
