namespace FeatureForge.Cli.Synth.People;

/// <summary>What every painter of a face needs: the surface, the face, its frame, its relief and where its features are.</summary>
internal sealed class FaceBrush
{
    private readonly PaintSurface _surface;

    /// <summary>Takes up a face.</summary>
    public FaceBrush(PaintSurface surface, LocalFrame frame, FaceLook look, SceneLight light)
    {
        _surface = surface;
        Frame = frame;
        Look = look;
        Light = light;
        Relief = new FaceRelief(look, light, frame);
        Map = new FaceMap(look);
    }

    /// <summary>Face units in the photo.</summary>
    public LocalFrame Frame { get; }

    /// <summary>Face.</summary>
    public FaceLook Look { get; }

    /// <summary>Light of the scene.</summary>
    public SceneLight Light { get; }

    /// <summary>Surface of the face.</summary>
    public FaceRelief Relief { get; }

    /// <summary>Places of the features.</summary>
    public FaceMap Map { get; }

    /// <summary>Fills a shape with a colour that lies in the light of the face.</summary>
    public void Lit<TShape>(TShape shape, Tone color, float opacity = 1, float softness = 0)
        where TShape : IShape => Fill(shape, new LitPaint(Relief, color), new Edge(softness, opacity));

    /// <summary>Darkens a region of the face; soft.</summary>
    public void Shadow<TShape>(TShape shape, float opacity, float softness)
        where TShape : IShape => Fill(shape, new LitPaint(Relief, Look.Skin * 0.12f), new Edge(softness, opacity));

    /// <summary>Fills a shape in the frame of the face.</summary>
    public void Fill<TShape, TPaint>(TShape shape, TPaint paint, Edge edge)
        where TShape : IShape
        where TPaint : IPaint => _surface.Fill(Frame, shape, paint, edge);

    /// <summary>Fills a shape in another frame.</summary>
    public void FillIn<TShape, TPaint>(LocalFrame frame, TShape shape, TPaint paint, Edge edge)
        where TShape : IShape
        where TPaint : IPaint => _surface.Fill(frame, shape, paint, edge);
}
