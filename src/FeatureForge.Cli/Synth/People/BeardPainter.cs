using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints beards, before the mouth is painted.</summary>
internal static class BeardPainter
{
    /// <summary>Paints the beard of a face, if it has one.</summary>
    public static void Paint(FaceBrush face)
    {
        FaceLook look = face.Look;
        if (look.Beard is BeardStyle.Stubble or BeardStyle.Full)
        {
            bool full = look.Beard == BeardStyle.Full;
            // The region below a line that rises from the mouth to the ears.
            float top = face.Map.MouthV - (full ? 0.12f : 0.06f);
            var jaw = new Cut<HeadShape, Slab>(HeadShape.Of(look, full ? 0.035f : 0), new Slab(face.Map.MouthU, top, -1.15f, 0, Above: false));
            PaintHair(face, jaw, full ? 0.9f : 0.3f, full ? 0.07f : 0.2f);
        }

        if (look.Beard is BeardStyle.Moustache or BeardStyle.Full)
        {
            float u = face.Map.MouthU;
            float rise = look.Smiling ? 0.055f : 0;
            PaintHair(face, new Lens(u, face.Map.MouthV - 0.02f - (rise * 0.5f), look.MouthHalfWidth + 0.1f, -0.19f + rise, -0.04f + rise), 0.9f, 0.04f);
        }
    }

    private static void PaintHair<TShape>(FaceBrush face, TShape shape, float opacity, float softness)
        where TShape : IShape
    {
        var paint = new HairPaint(face.Relief, face.Look.Hair.Toward(Tone.Grey(0.01f), 0.25f), face.Look.Noise, Curly: true);
        face.Fill(new Rough<TShape>(shape, face.Look.Noise, 9, 0.03f), paint, new Edge(softness, opacity));
    }
}
