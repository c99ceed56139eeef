namespace FeatureForge.Cli.Synth.People;

/// <summary>Everything that tells one drawn face from another. Lengths in face units: the chin is at v = 1, the eyes about at v = -0.14.</summary>
internal sealed record FaceLook
{
    /// <summary>Colour of the skin.</summary>
    public required Tone Skin { get; init; }

    /// <summary>Colour of hair and brows.</summary>
    public required Tone Hair { get; init; }

    /// <summary>Colour of the iris.</summary>
    public required Tone Iris { get; init; }

    /// <summary>Colour of the lips.</summary>
    public required Tone Lips { get; init; }

    /// <summary>Colour of clothes.</summary>
    public required Tone Cloth { get; init; }

    /// <summary>Colour of cap, scarf and glasses.</summary>
    public required Tone Accessory { get; init; }

    /// <summary>What is on the head.</summary>
    public HairStyle HairStyle { get; init; }

    /// <summary>Hair of the lower face.</summary>
    public BeardStyle Beard { get; init; }

    /// <summary>What is before the eyes.</summary>
    public GlassesStyle Glasses { get; init; }

    /// <summary>True for the label smiling, false for neutral.</summary>
    public bool Smiling { get; init; }

    /// <summary>How far the mouth is open, 0 to 1.</summary>
    public float MouthOpen { get; init; }

    /// <summary>Half the width of the head.</summary>
    public float HalfWidth { get; init; } = 0.74f;

    /// <summary>How square the jaw is, 0 to 1.</summary>
    public float Jaw { get; init; }

    /// <summary>How much narrower the head gets toward the chin, 0 to 0.4.</summary>
    public float Taper { get; init; }

    /// <summary>How far the eyes are open, 0 to 1.</summary>
    public float EyesOpen { get; init; }

    /// <summary>Half the width of an eye.</summary>
    public float EyeHalfWidth { get; init; } = 0.15f;

    /// <summary>Where the eyes look, -1 left to 1 right.</summary>
    public float Gaze { get; init; }

    /// <summary>Thickness of the brows.</summary>
    public float BrowThickness { get; init; }

    /// <summary>How much the brows rise outward, negative when they fall.</summary>
    public float BrowSlant { get; init; }

    /// <summary>Half the width of the nose.</summary>
    public float NoseHalfWidth { get; init; }

    /// <summary>Half the width of the closed mouth.</summary>
    public float MouthHalfWidth { get; init; }

    /// <summary>Fullness of the lips, about 0.6 to 1.4.</summary>
    public float LipFullness { get; init; } = 1;

    /// <summary>Height of the hairline in the middle, negative.</summary>
    public float Hairline { get; init; }

    /// <summary>Where the hair is parted, -1 left to 1 right.</summary>
    public float Parting { get; init; }

    /// <summary>Sine of the head's turn to the side, negative to the left.</summary>
    public float Turn { get; init; }

    /// <summary>How far the features are below their usual height: nodding.</summary>
    public float Nod { get; init; }

    /// <summary>Clockwise tilt in degrees.</summary>
    public float Tilt { get; init; }

    /// <summary>Texture of skin, hair and cloth.</summary>
    public ValueNoise Noise { get; init; }
}
