using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints glasses.</summary>
internal static class GlassesPainter
{
    private const float FrameThickness = 0.02f;

    /// <summary>Paints the glasses of a face, if it has any.</summary>
    public static void Paint(FaceBrush face)
    {
        FaceLook look = face.Look;
        if (look.Glasses == GlassesStyle.None)
            return;
        Tone frame = look.HairStyle is HairStyle.Cap or HairStyle.Scarf ? FacePalette.Frames[0] : look.Accessory;
        float v = face.Map.EyeV + 0.03f;
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            float u = face.Map.EyeU(side) + (side * 0.01f);
            float width = 0.245f * face.Map.Narrowing(side * 0.33f);
            if (look.Glasses == GlassesStyle.Round)
                PaintLens(face, new Ellipse(u, v, width * 0.92f, 0.205f), frame);
            else
                PaintLens(face, new RoundedBox(u, v, width, look.Glasses == GlassesStyle.Sun ? 0.175f : 0.15f, 0.07f), frame);
            face.Lit(new Capsule(u + (side * width), v - 0.04f, side * look.HalfWidth, v - 0.06f, FrameThickness, FrameThickness), frame, 0.95f, 0.012f);
        }

        float bridge = 0.08f;
        float middle = (face.Map.EyeU(-1) + face.Map.EyeU(1)) / 2;
        face.Lit(new Lens(middle, v - 0.01f, bridge + 0.03f, -0.06f, -0.02f), frame, 0.95f, 0.012f);
    }

    private static void PaintLens<TShape>(FaceBrush face, TShape shape, Tone frame)
        where TShape : IShape
    {
        bool dark = face.Look.Glasses == GlassesStyle.Sun;
        Tone sky = (face.Light.Key * 0.35f) + (face.Light.Ambient * 0.5f);
        if (dark)
            face.Lit(shape, Tone.Level(34, 32, 36), 0.96f, 0.012f);
        LocalBounds bounds = shape.Bounds;
        // A slanted reflection across the upper part of the glass.
        var gleam = new Capsule(bounds.U0 + 0.03f, bounds.V1 - 0.1f, bounds.U0 + 0.16f, bounds.V0 + 0.02f, 0.025f, 0.04f);
        face.Fill(new Cut<TShape, Capsule>(shape, gleam), new Solid(sky), new Edge(0.04f, dark ? 0.5f : 0.28f));
        face.Lit(new Outline<TShape>(shape, FrameThickness), frame, 0.97f, 0.012f);
    }
}
