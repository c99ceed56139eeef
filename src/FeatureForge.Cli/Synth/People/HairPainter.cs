using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints hair and headwear: first what is behind the head, later what is before it.</summary>
internal static class HairPainter
{
    /// <summary>Paints what is behind head and body.</summary>
    public static void PaintBehind(FaceBrush face)
    {
        FaceLook look = face.Look;
        float half = look.HalfWidth;
        switch (look.HairStyle)
        {
            case HairStyle.Bob:
                PaintHair(face, new RoundedBox(0, -0.25f, half + 0.17f, 1.08f, half), 0.05f);
                break;
            case HairStyle.Long:
                PaintHair(face, new RoundedBox(0, 0.32f, half + 0.2f, 1.68f, half), 0.05f);
                break;
            case HairStyle.Curly:
                PaintHair(face, new Ellipse(0, -0.38f, half + 0.34f, 1.04f), 0.13f);
                break;
            case HairStyle.Bun:
                PaintHair(face, new Ellipse(0.05f, -1.38f, 0.3f, 0.27f), 0.04f);
                break;
            case HairStyle.Scarf:
                face.Fill(new RoundedBox(0, 0.08f, half + 0.19f, 1.4f, half), ScarfPaint(face), Edge.Sharp);
                break;
        }
    }

    /// <summary>Paints what is before the head.</summary>
    public static void PaintInFront(FaceBrush face)
    {
        FaceLook look = face.Look;
        switch (look.HairStyle)
        {
            case HairStyle.Bald:
                return;
            case HairStyle.Cap:
                PaintTemples(face);
                PaintCap(face);
                return;
            case HairStyle.Scarf:
                PaintScarf(face);
                return;
        }

        float bend = look.HairStyle switch { HairStyle.Bob => 0.35f, HairStyle.Receding => 1.5f, HairStyle.Curly => 0.9f, _ => 1.1f };
        float margin = look.HairStyle switch { HairStyle.Receding => 0.03f, HairStyle.Curly => 0.2f, HairStyle.Short => 0.07f, _ => 0.09f };
        var hairline = new Slab(look.Parting * 0.25f, look.Hairline, bend, look.Parting * 0.12f, Above: true);
        PaintHair(face, new Cut<HeadShape, Slab>(HeadShape.Of(look, margin), hairline), look.HairStyle == HairStyle.Curly ? 0.09f : 0.035f);
        PaintTemples(face);
        if (look.HairStyle is HairStyle.Long or HairStyle.Bob)
            PaintLocks(face);
    }

    private static void PaintTemples(FaceBrush face)
    {
        FaceLook look = face.Look;
        var head = HeadShape.Of(look, 0.03f);
        float end = face.Map.EyeV + 0.16f;
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            float u = side * (look.HalfWidth + 0.02f);
            var temple = new Capsule(u * 0.97f, -0.62f, u, end, 0.1f, 0.035f);
            PaintHair(face, new Cut<HeadShape, Capsule>(head, temple), 0.02f);
        }
    }

    private static void PaintLocks(FaceBrush face)
    {
        FaceLook look = face.Look;
        float end = look.HairStyle == HairStyle.Long ? 1.75f : 0.72f;
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            float u = side * (look.HalfWidth + 0.05f);
            PaintHair(face, new Capsule(side * 0.5f, -0.95f, u, -0.15f, 0.16f, 0.1f), 0.03f);
            PaintHair(face, new Capsule(u, -0.2f, u * 1.06f, end, 0.1f, 0.15f), 0.04f);
        }
    }

    private static void PaintCap(FaceBrush face)
    {
        FaceLook look = face.Look;
        var paint = new Textured<LitPaint>(new LitPaint(face.Relief, look.Accessory), look.Noise, 16, 5, 0.35f);
        var border = new Slab(0, look.Hairline, 0.12f, 0, Above: true);
        face.Fill(new Cut<HeadShape, Slab>(HeadShape.Of(look, 0.12f), border), paint, new Edge(0.02f, 1));
        var band = new Cut<HeadShape, Slab>(HeadShape.Of(look, 0.15f), border);
        var brim = new Slab(0, look.Hairline - 0.2f, 0.12f, 0, Above: false);
        face.Fill(new Cut<Cut<HeadShape, Slab>, Slab>(band, brim), new Textured<LitPaint>(new LitPaint(face.Relief, look.Accessory * 0.75f), look.Noise, 24, 2, 0.3f), new Edge(0.02f, 1));
    }

    private static void PaintScarf(FaceBrush face)
    {
        FaceLook look = face.Look;
        var border = new Slab(0, look.Hairline, 0.55f, 0, Above: true);
        face.Fill(new Cut<HeadShape, Slab>(HeadShape.Of(look, 0.14f), border), ScarfPaint(face), new Edge(0.02f, 1));
        face.Fill(new Outline<HeadShape>(HeadShape.Of(look, 0.07f), 0.09f), ScarfPaint(face), new Edge(0.03f, 1));
    }

    private static Textured<LitPaint> ScarfPaint(FaceBrush face) =>
        new(new LitPaint(face.Relief, face.Look.Accessory), face.Look.Noise, 3, 6, 0.3f);

    private static void PaintHair<TShape>(FaceBrush face, TShape shape, float roughness)
        where TShape : IShape
    {
        bool curly = face.Look.HairStyle == HairStyle.Curly;
        var paint = new HairPaint(face.Relief, face.Look.Hair, face.Look.Noise, curly);
        face.Fill(new Rough<TShape>(shape, face.Look.Noise, curly ? 5 : 7, roughness), paint, new Edge(0.03f, 1));
    }
}
