namespace FeatureForge.Cli.Synth.People;

/// <summary>Colours of people and their clothes.</summary>
internal static class FacePalette
{
    /// <summary>Skin, light to dark.</summary>
    public static readonly Tone[] Skins =
    [
        Tone.Level(246, 214, 192), Tone.Level(236, 194, 165), Tone.Level(224, 177, 143), Tone.Level(207, 156, 118),
        Tone.Level(184, 131, 93), Tone.Level(153, 102, 69), Tone.Level(121, 79, 54), Tone.Level(92, 60, 44),
    ];

    /// <summary>Hair that goes with every skin.</summary>
    public static readonly Tone[] DarkHair = [Tone.Level(28, 24, 24), Tone.Level(44, 33, 28), Tone.Level(64, 45, 34), Tone.Level(88, 62, 44)];

    /// <summary>Hair of lighter colours.</summary>
    public static readonly Tone[] LightHair = [Tone.Level(128, 88, 56), Tone.Level(176, 136, 84), Tone.Level(206, 172, 118), Tone.Level(140, 66, 36)];

    /// <summary>Hair of the old.</summary>
    public static readonly Tone[] GreyHair = [Tone.Level(150, 148, 146), Tone.Level(196, 194, 192)];

    /// <summary>Iris.</summary>
    public static readonly Tone[] Irises = [Tone.Level(62, 38, 24), Tone.Level(84, 54, 32), Tone.Level(72, 108, 132), Tone.Level(84, 112, 76), Tone.Level(92, 98, 104)];

    /// <summary>Clothes.</summary>
    public static readonly Tone[] Cloths =
    [
        Tone.Level(38, 44, 62), Tone.Level(48, 52, 54), Tone.Level(228, 226, 220), Tone.Level(140, 42, 46), Tone.Level(42, 98, 116), Tone.Level(72, 112, 74),
        Tone.Level(206, 152, 62), Tone.Level(112, 78, 122), Tone.Level(164, 178, 196), Tone.Level(210, 120, 124), Tone.Level(24, 24, 28), Tone.Level(120, 96, 74),
    ];

    /// <summary>Frames of glasses.</summary>
    public static readonly Tone[] Frames = [Tone.Level(24, 22, 24), Tone.Level(58, 36, 24), Tone.Level(120, 116, 110), Tone.Level(120, 28, 34)];
}
