namespace FeatureForge.Cli.Synth;

/// <summary>The light that a scene throws on people.</summary>
internal sealed record SceneLight
{
    /// <summary>Light from one direction.</summary>
    public required Tone Key { get; init; }

    /// <summary>Light from everywhere, somewhat more from above.</summary>
    public required Tone Ambient { get; init; }

    /// <summary>Toward the key light, to the right; the three parts have length 1 together.</summary>
    public required float TowardX { get; init; }

    /// <summary>Toward the key light, down; negative for light from above.</summary>
    public required float TowardY { get; init; }

    /// <summary>Toward the key light, out of the picture to the viewer.</summary>
    public required float TowardZ { get; init; }

    /// <summary>Light from behind that shows at the borders of heads and hair, 0 for none.</summary>
    public float Rim { get; init; }

    /// <summary>True when faces are dark against a bright background.</summary>
    public bool Backlit { get; init; }

    /// <summary>A light from a direction of any length.</summary>
    public static SceneLight From(Tone key, Tone ambient, float x, float y, float z)
    {
        float length = MathF.Sqrt((x * x) + (y * y) + (z * z));
        return new SceneLight { Key = key, Ambient = ambient, TowardX = x / length, TowardY = y / length, TowardZ = z / length };
    }
}
