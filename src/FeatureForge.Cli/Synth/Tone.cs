namespace FeatureForge.Cli.Synth;

/// <summary>
/// A colour as amounts of light, where 1 is the white of the picture and more is brighter than the camera can tell apart. Light and
/// 8-bit levels are joined by a square and a square root, which are the same on every machine (sRGB's own curve needs a power).
/// </summary>
/// <param name="Red">0 or more.</param>
/// <param name="Green">0 or more.</param>
/// <param name="Blue">0 or more.</param>
internal readonly record struct Tone(float Red, float Green, float Blue)
{
    /// <summary>The tone of 8-bit levels.</summary>
    public static Tone Level(int red, int green, int blue) => new(Square(red), Square(green), Square(blue));

    /// <summary>A grey.</summary>
    public static Tone Grey(float light) => new(light, light, light);

    /// <summary>Part way to another tone.</summary>
    public Tone Toward(Tone other, float share) => (this * (1 - share)) + (other * share);

    /// <summary>Every channel times a number.</summary>
    public static Tone operator *(Tone tone, float factor) => new(tone.Red * factor, tone.Green * factor, tone.Blue * factor);

    /// <summary>A surface of the left tone in a light of the right tone.</summary>
    public static Tone operator *(Tone surface, Tone light) => new(surface.Red * light.Red, surface.Green * light.Green, surface.Blue * light.Blue);

    /// <summary>Both lights together.</summary>
    public static Tone operator +(Tone a, Tone b) => new(a.Red + b.Red, a.Green + b.Green, a.Blue + b.Blue);

    private static float Square(int level) => level / 255f * (level / 255f);
}
