using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Where the output picture of one sample comes from: the window of the upright picture that the window steps agree on, then,
/// once resolved, the part of it that shows pixels and the whole-pixel rectangle of the output that this part is resized to.
/// Pixels and boxes go through the same mapping, so they agree exactly. Reused from sample to sample.
/// </summary>
internal sealed class GeometryView
{
    private bool[] _keep = new bool[16];

    /// <summary>Shape of the upright picture.</summary>
    public ImageShape Picture { get; private set; }

    /// <summary>Number of the box that the sample shows, or -1.</summary>
    public int BoxNumber { get; private set; }

    /// <summary>Window in pixels of the upright picture; reaches outside it after <c>expand</c>.</summary>
    public SourceWindow Window { get; set; }

    /// <summary>
    /// The part of the picture that was not cropped away. What <c>expand</c> adds around it is fill, never the picture that an
    /// earlier crop removed: objects there have lost their boxes.
    /// </summary>
    public SourceWindow Content { get; private set; }

    /// <summary>Colour of the window outside <see cref="Content"/>.</summary>
    public RgbColor WindowFill { get; set; }

    /// <summary>Colour of the bars of <c>letterbox</c>, null when the window fills the output.</summary>
    public RgbColor? Bars { get; set; }

    /// <summary>The part of the window inside <see cref="Content"/>; set by <see cref="Resolve"/>, never without area.</summary>
    public SourceWindow Visible { get; private set; }

    /// <summary>Rectangle of the output that shows the window; all of it but for <c>letterbox</c>.</summary>
    public PixelRectangle Frame { get; private set; }

    /// <summary>Rectangle of the output that shows <see cref="Visible"/>.</summary>
    public PixelRectangle Target { get; private set; }

    /// <summary>Output pixels per picture pixel, horizontally.</summary>
    public double ScaleX => Target.Width / Visible.Width;

    /// <summary>Output pixels per picture pixel, vertically.</summary>
    public double ScaleY => Target.Height / Visible.Height;

    /// <summary>Starts with the whole picture.</summary>
    public void Start(ImageShape picture, int boxNumber)
    {
        Picture = picture;
        BoxNumber = boxNumber;
        Window = SourceWindow.Of(picture);
        Content = Window;
        WindowFill = default;
        Bars = null;
    }

    /// <summary>True when a window shows some of the picture; one that shows only fill is never chosen.</summary>
    public bool Shows(SourceWindow window) => window.Intersect(Content).HasArea;

    /// <summary>Narrows the view to a window: a box stays when its centre lies inside, then it is clipped.</summary>
    public void CropTo(SourceWindow window, ObjectList objects)
    {
        Window = window;
        Content = Content.Intersect(window);
        Span<bool> keep = Flags(objects.Count);
        Span<BoxPixels> boxes = objects.Boxes;
        for (int i = 0; i < boxes.Length; i++)
        {
            keep[i] = window.HoldsCenterOf(boxes[i]);
            boxes[i] = SourceWindow.Of(boxes[i]).Intersect(window).ToBox();
        }

        objects.Keep(keep);
    }

    /// <summary>Keeps one object.</summary>
    public void KeepOnly(int index, ObjectList objects)
    {
        Span<bool> keep = Flags(objects.Count);
        keep.Clear();
        keep[index] = true;
        objects.Keep(keep);
    }

    /// <summary>Drops boxes without area.</summary>
    public void DropEmpty(ObjectList objects)
    {
        Span<bool> keep = Flags(objects.Count);
        for (int i = 0; i < keep.Length; i++)
            keep[i] = objects.Boxes[i].HasArea;
        objects.Keep(keep);
    }

    /// <summary>Settles the mapping to the output picture.</summary>
    /// <param name="output">Shape of the output picture.</param>
    public void Resolve(ImageShape output)
    {
        Visible = Window.Intersect(Content);
        Frame = Bars is null ? PixelRectangle.Of(output) : FitInside(output);
        var (x, width) = Place(Visible.X0 - Window.X0, Visible.X1 - Window.X0, Window.Width, Frame.Width);
        var (y, height) = Place(Visible.Y0 - Window.Y0, Visible.Y1 - Window.Y0, Window.Height, Frame.Height);
        Target = new PixelRectangle(Frame.X + x, Frame.Y + y, width, height);
    }

    /// <summary>Moves boxes from the upright picture to the output picture and clips them to what is shown.</summary>
    /// <param name="boxes">Boxes in pixels, replaced.</param>
    public void MapBoxes(Span<BoxPixels> boxes)
    {
        foreach (ref BoxPixels box in boxes)
        {
            box = new BoxPixels(
                Map(box.X0, Visible.X0, Visible.Width, Target.X, Target.Width),
                Map(box.Y0, Visible.Y0, Visible.Height, Target.Y, Target.Height),
                Map(box.X1, Visible.X0, Visible.Width, Target.X, Target.Width),
                Map(box.Y1, Visible.Y0, Visible.Height, Target.Y, Target.Height));
        }
    }

    /// <summary>Nearest whole number, halves upwards.</summary>
    public static int Round(double value) => (int)Math.Floor(value + 0.5);

    private static float Map(double edge, double origin, double extent, int target, int targetExtent) =>
        (float)(target + Math.Clamp((edge - origin) * targetExtent / extent, 0.0, targetExtent));

    private PixelRectangle FitInside(ImageShape output)
    {
        double scale = Math.Min(output.Width / Window.Width, output.Height / Window.Height);
        int width = Math.Clamp(Round(Window.Width * scale), 1, output.Width);
        int height = Math.Clamp(Round(Window.Height * scale), 1, output.Height);
        return new PixelRectangle((output.Width - width) / 2, (output.Height - height) / 2, width, height);
    }

    /// <summary>Whole pixels that show a part of the window: its edges mapped and rounded, at least one pixel.</summary>
    private static (int First, int Count) Place(double edge0, double edge1, double extent, int pixels)
    {
        int first = Math.Clamp(Round(edge0 * pixels / extent), 0, pixels - 1);
        int end = Math.Clamp(Round(edge1 * pixels / extent), first + 1, pixels);
        return (first, end - first);
    }

    private Span<bool> Flags(int count)
    {
        if (_keep.Length < count)
            _keep = new bool[Math.Max(count, _keep.Length * 2)];
        return _keep.AsSpan(0, count);
    }
}
