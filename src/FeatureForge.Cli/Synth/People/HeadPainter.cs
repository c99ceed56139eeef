using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints ears, the skin of the head and its colouring.</summary>
internal static class HeadPainter
{
    /// <summary>Paints the head of a face.</summary>
    public static void Paint(FaceBrush face)
    {
        FaceLook look = face.Look;
        if (look.HairStyle is HairStyle.Bald or HairStyle.Receding or HairStyle.Short or HairStyle.Bun or HairStyle.Cap)
        {
            PaintEar(face, -1);
            PaintEar(face, 1);
        }

        face.Fill(HeadShape.Of(look), new SkinPaint(face.Relief, look), new Edge(0.03f, 1));
        PaintColoring(face);
    }

    private static void PaintEar(FaceBrush face, float side)
    {
        // The ear on the side that the head turns to is hidden behind the cheek.
        float visible = 1 - Math.Clamp(side * face.Look.Turn * 2.2f, 0f, 1f);
        if (visible < 0.2f)
            return;
        float width = 0.09f * visible;
        float u = side * (face.Look.HalfWidth + (0.3f * width));
        float v = face.Map.EyeV + 0.17f;
        face.Lit(new Ellipse(u, v, width, 0.2f), face.Look.Skin * 0.9f);
        face.Shadow(new Ellipse(u + (side * 0.01f), v - 0.01f, width * 0.55f, 0.12f), 0.35f, 0.06f);
    }

    private static void PaintColoring(FaceBrush face)
    {
        FaceLook look = face.Look;
        Tone flush = look.Skin * new Tone(1.02f, 0.72f, 0.7f);
        float strength = look.Smiling ? 0.5f : 0.3f;
        float v = face.Map.NoseV - 0.02f;
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
            face.Lit(new Ellipse(face.Map.Turned(0.43f * side), v, 0.2f, 0.17f), flush, strength, 0.3f);
        face.Lit(new Ellipse(face.Map.NoseU, face.Map.NoseV, look.NoseHalfWidth * 0.8f, 0.1f), flush, 0.35f, 0.16f);
        if (look.HairStyle is not (HairStyle.Bald or HairStyle.Receding))
        {
            // Hair throws a soft shadow on the forehead.
            var hairline = new Slab(look.Parting * 0.2f, look.Hairline + 0.07f, 0.9f, 0, Above: true);
            face.Shadow(new Cut<HeadShape, Slab>(HeadShape.Of(look), hairline), 0.4f, 0.2f);
        }
    }
}
