using FeatureForge.Cli.Synth.Shapes;

namespace FeatureForge.Cli.Synth.Scenes;

/// <summary>What every scene paints with. One local unit is the short side of the photo, so a scene looks alike in every size.</summary>
internal sealed class SceneBrush
{
    /// <summary>Takes up an empty photo.</summary>
    /// <param name="surface">Photo.</param>
    /// <param name="random">Draws of the background.</param>
    public SceneBrush(PaintSurface surface, DrawingRandom random)
    {
        Surface = surface;
        Random = random;
        float unit = Math.Min(surface.Shape.Width, surface.Shape.Height);
        Frame = new LocalFrame(0, 0, unit);
        Width = surface.Shape.Width / unit;
        Height = surface.Shape.Height / unit;
        Blur = random.Between(0.001f, 0.02f);
    }

    /// <summary>Photo.</summary>
    public PaintSurface Surface { get; }

    /// <summary>Draws of the background.</summary>
    public DrawingRandom Random { get; }

    /// <summary>Units in the photo, not turned.</summary>
    public LocalFrame Frame { get; }

    /// <summary>Width of the photo in short sides.</summary>
    public float Width { get; }

    /// <summary>Height of the photo in short sides.</summary>
    public float Height { get; }

    /// <summary>How far out of focus the background is: width of its edges in short sides.</summary>
    public float Blur { get; }

    /// <summary>Fills the photo.</summary>
    public void Ground<TPaint>(TPaint paint)
        where TPaint : IPaint => Surface.FillAll(Frame, paint);

    /// <summary>Fills the photo from top to bottom.</summary>
    public void Ground(Tone top, Tone bottom) => Ground(new Gradient(top, bottom, 0, 1 / Height));

    /// <summary>Fills a shape with one tone.</summary>
    public void Fill<TShape>(TShape shape, Tone tone, float opacity = 1, float softness = 0)
        where TShape : IShape => Surface.Fill(Frame, shape, new Solid(tone), new Edge(Math.Max(Blur, softness), opacity));

    /// <summary>Fills a shape with a paint.</summary>
    public void Paint<TShape, TPaint>(TShape shape, TPaint paint)
        where TShape : IShape
        where TPaint : IPaint => Surface.Fill(Frame, shape, paint, new Edge(Blur, 1));

    /// <summary>A box from its left, top, width and height.</summary>
    public static RoundedBox Box(float left, float top, float width, float height) => RoundedBox.Between(left, top, left + width, top + height);

    /// <summary>A tone of the given brightness with a little colour of its own.</summary>
    public Tone AnyTone(float light) =>
        new(light * Random.Between(0.65f, 1.35f), light * Random.Between(0.75f, 1.25f), light * Random.Between(0.65f, 1.35f));
}
