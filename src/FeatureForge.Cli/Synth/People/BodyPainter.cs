using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints neck, shoulders, trunk and legs, upright below a head that may be tilted.</summary>
internal static class BodyPainter
{
    private const float ShoulderV = 1.42f;

    /// <summary>Paints the body of a face.</summary>
    public static void Paint(FaceBrush face)
    {
        FaceLook look = face.Look;
        LocalFrame frame = face.Frame.Around(0, 0.3f).Upright();
        // Heights are given as in the face, so the origin goes back up by what was taken for the pivot.
        frame = frame.Around(0, -0.3f);
        var cloth = new ClothPaint(face.Light, look.Cloth, look.Noise);
        face.FillIn(frame, RoundedBox.Between(-0.75f, 4.6f, -0.05f, 11.5f), new ClothPaint(face.Light, look.Cloth * 0.45f, look.Noise), Edge.Sharp);
        face.FillIn(frame, RoundedBox.Between(0.05f, 4.6f, 0.75f, 11.5f), new ClothPaint(face.Light, look.Cloth * 0.45f, look.Noise), Edge.Sharp);
        PaintNeck(face, frame);
        face.FillIn(frame, new RoundedBox(0, ShoulderV + 2.2f, 1.42f, 2.2f, 0.62f), cloth, new Edge(0.03f, 1));
        PaintCollar(face, frame);
        if (look.HairStyle == HairStyle.Scarf)
            face.FillIn(frame, new RoundedBox(0, 1.35f, 0.72f, 0.62f, 0.5f), new ClothPaint(face.Light, look.Accessory * 0.9f, look.Noise), new Edge(0.03f, 1));
    }

    private static void PaintNeck(FaceBrush face, LocalFrame frame)
    {
        var skin = new ClothPaint(face.Light, face.Look.Skin * 0.92f, face.Look.Noise);
        face.FillIn(frame, RoundedBox.Between(-0.4f, 0.3f, 0.4f, 1.75f), skin, new Edge(0.03f, 1));
        var shadow = new ClothPaint(face.Light, face.Look.Skin * 0.2f, face.Look.Noise);
        face.FillIn(frame, new Cut<Ellipse, RoundedBox>(new Ellipse(0, 0.9f, 0.62f, 0.45f), RoundedBox.Between(-0.4f, 0.3f, 0.4f, 1.75f)), shadow, new Edge(0.35f, 0.75f));
    }

    private static void PaintCollar(FaceBrush face, LocalFrame frame)
    {
        // A round neckline; deeper for some, told by a bit of the texture so that no further option is needed.
        float depth = 0.1f + (0.25f * face.Look.Noise.At(3.5f, 8.5f));
        var skin = new ClothPaint(face.Light, face.Look.Skin * 0.9f, face.Look.Noise);
        var neckline = new Lens(0, ShoulderV - 0.02f, 0.52f, -0.4f, depth + 0.12f);
        face.FillIn(frame, new Cut<Lens, RoundedBox>(neckline, RoundedBox.Between(-0.6f, ShoulderV - 0.05f, 0.6f, 2.2f)), skin, new Edge(0.02f, 1));
        var seam = new ClothPaint(face.Light, face.Look.Cloth * 0.6f, face.Look.Noise);
        face.FillIn(frame, new Lens(0, ShoulderV - 0.02f, 0.53f, depth + 0.09f, depth + 0.16f), seam, new Edge(0.02f, 0.8f));
    }
}
