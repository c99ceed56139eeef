using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>
/// The ground-truth box of a drawn face: from the hairline to the chin and from cheek to cheek, without hair and ears, upright
/// around the tilted face. This is how WIDER FACE and most detectors draw it.
/// </summary>
internal static class FaceBox
{
    private const int Steps = 64;

    /// <summary>Box of a face, not cut off at the picture's edge.</summary>
    /// <param name="look">Face.</param>
    /// <param name="frame">Where and how it lies in the photo.</param>
    public static BoxPixels Of(FaceLook look, in LocalFrame frame)
    {
        HeadShape head = HeadShape.Of(look);
        float top = TopOf(look);
        float x0 = float.MaxValue;
        float y0 = float.MaxValue;
        float x1 = float.MinValue;
        float y1 = float.MinValue;
        for (int i = 0; i <= Steps; i++)
        {
            float v = top + ((HeadShape.Chin - top) * i / Steps);
            float u = HalfWidthAt(head, v);
            foreach (float side in (ReadOnlySpan<float>)[-u, u])
            {
                var (x, y) = frame.ToPixels(side, v);
                x0 = Math.Min(x0, x);
                y0 = Math.Min(y0, y);
                x1 = Math.Max(x1, x);
                y1 = Math.Max(y1, y);
            }
        }

        return new BoxPixels(x0, y0, x1, y1);
    }

    /// <summary>Height in the face where its box begins.</summary>
    /// <param name="look">Face.</param>
    public static float TopOf(FaceLook look) => Math.Clamp(look.Hairline, -0.92f, -0.72f);

    private static float HalfWidthAt(in HeadShape head, float v)
    {
        float inside = 0;
        float outside = 1.5f * head.HalfWidth;
        for (int i = 0; i < 16; i++)
        {
            float middle = (inside + outside) / 2;
            if (head.Distance(middle, v) <= 0)
                inside = middle;
            else
                outside = middle;
        }

        return inside;
    }
}
