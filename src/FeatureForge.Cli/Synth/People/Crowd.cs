using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>Decides how many people are in a photo, how large and where: every face whole, none hidden behind a nearer person.</summary>
internal static class Crowd
{
    private const float SmallestShare = 0.05f;
    private const float LargestShare = 0.45f;
    private const int Tries = 40;
    private static readonly float[] s_countWeights = [8, 42, 25, 15, 10];

    /// <summary>Places the people of a photo, largest first.</summary>
    /// <param name="shape">Photo in pixels.</param>
    /// <param name="random">Draws of number, sizes and places.</param>
    /// <param name="drawsOfFace">Draws of each face.</param>
    public static List<Person> Place(ImageShape shape, DrawingRandom random, Func<int, DrawingRandom> drawsOfFace)
    {
        int count = random.Weighted(s_countWeights);
        var sizes = new List<float>();
        for (int i = 0; i < count; i++)
            sizes.Add(NextShare(random, count) * Math.Min(shape.Width, shape.Height));
        sizes.Sort((a, b) => b.CompareTo(a));
        var crowd = new List<Person>();
        for (int i = 0; i < count; i++)
        {
            FaceLook look = FaceLookSource.Next(drawsOfFace(i));
            for (int attempt = 0; attempt < Tries; attempt++)
            {
                Person? person = Try(shape, random, look, sizes[i]);
                if (person is null || crowd.Any(nearer => Hides(nearer, person)))
                    continue;
                crowd.Add(person);
                break;
            }
        }

        return crowd;
    }

    // Alone people come closer to the camera; in groups all sizes are there, small ones most often.
    private static float NextShare(DrawingRandom random, int count)
    {
        float along = random.Between(0, 1);
        along = count == 1 ? MathF.Sqrt(along) : along;
        float root = MathF.Sqrt(SmallestShare) + ((MathF.Sqrt(LargestShare) - MathF.Sqrt(SmallestShare)) * along);
        return root * root;
    }

    // The size is the longer side of the box.
    private static Person? Try(ImageShape shape, DrawingRandom random, FaceLook look, float size)
    {
        BoxPixels unit = FaceBox.Of(look, LocalFrame.Turned(0, 0, 1, look.Tilt));
        float scale = size / Math.Max(unit.Width, unit.Height);
        float x = random.Between(0, shape.Width);
        float y = random.Between(0, shape.Height * 0.8f);
        LocalFrame frame = LocalFrame.Turned(x, y, scale, look.Tilt);
        BoxPixels box = FaceBox.Of(look, frame);
        bool whole = box.X0 >= 0 && box.Y0 >= 0 && box.X1 <= shape.Width && box.Y1 <= shape.Height;
        return whole ? new Person(look, frame, box) : null;
    }

    private static bool Hides(Person nearer, Person farther)
    {
        float unit = nearer.Frame.Unit;
        BoxPixels face = farther.Box;
        // Head with the largest hair, then the body from the shoulders down.
        var head = new BoxPixels(nearer.Frame.X - (1.25f * unit), nearer.Frame.Y - (1.75f * unit), nearer.Frame.X + (1.25f * unit), nearer.Frame.Y + (1.5f * unit));
        var body = new BoxPixels(nearer.Frame.X - (1.75f * unit), nearer.Frame.Y + (1.2f * unit), nearer.Frame.X + (1.75f * unit), float.MaxValue);
        return Overlap(head, face) || Overlap(body, face);
    }

    private static bool Overlap(BoxPixels a, BoxPixels b) => a.X0 < b.X1 && b.X0 < a.X1 && a.Y0 < b.Y1 && b.Y0 < a.Y1;
}
