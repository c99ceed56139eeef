namespace FeatureForge.Cli.Synth.People;

/// <summary>Paints a person from the back to the front.</summary>
internal static class PersonPainter
{
    /// <summary>Paints a person.</summary>
    /// <param name="surface">Photo.</param>
    /// <param name="person">Face and place.</param>
    /// <param name="light">Light of the scene.</param>
    public static void Paint(PaintSurface surface, Person person, SceneLight light)
    {
        var face = new FaceBrush(surface, person.Frame, person.Look, light);
        HairPainter.PaintBehind(face);
        BodyPainter.Paint(face);
        HeadPainter.Paint(face);
        EyePainter.Paint(face);
        NosePainter.Paint(face);
        BeardPainter.Paint(face);
        MouthPainter.Paint(face);
        HairPainter.PaintInFront(face);
        GlassesPainter.Paint(face);
    }
}
