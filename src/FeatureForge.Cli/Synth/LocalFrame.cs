using FeatureForge.Core.Mathematics;

namespace FeatureForge.Cli.Synth;

/// <summary>A coordinate system laid over a photo: origin, turn and size of its unit. u points right and v down before turning.</summary>
/// <param name="X">Origin in pixels.</param>
/// <param name="Y">Origin in pixels.</param>
/// <param name="Unit">Pixels per local unit.</param>
/// <param name="Cosine">Of the clockwise turn.</param>
/// <param name="Sine">Of the clockwise turn.</param>
internal readonly record struct LocalFrame(float X, float Y, float Unit, float Cosine = 1, float Sine = 0)
{
    /// <summary>A frame turned clockwise.</summary>
    public static LocalFrame Turned(float x, float y, float unit, float degrees)
    {
        double radians = degrees * (Math.PI / 180);
        return new LocalFrame(x, y, unit, (float)DeterministicMath.Cos(radians), (float)DeterministicMath.Sin(radians));
    }

    /// <summary>Local coordinates of a point in pixels.</summary>
    public (float U, float V) ToLocal(float x, float y)
    {
        float right = (x - X) / Unit;
        float down = (y - Y) / Unit;
        return ((right * Cosine) + (down * Sine), (down * Cosine) - (right * Sine));
    }

    /// <summary>Pixels of a local point.</summary>
    public (float X, float Y) ToPixels(float u, float v) =>
        (X + (Unit * ((u * Cosine) - (v * Sine))), Y + (Unit * ((u * Sine) + (v * Cosine))));

    /// <summary>The same turn and unit around another local point.</summary>
    public LocalFrame Around(float u, float v)
    {
        var (x, y) = ToPixels(u, v);
        return this with { X = x, Y = y };
    }

    /// <summary>The same origin and unit without the turn.</summary>
    public LocalFrame Upright() => this with { Cosine = 1, Sine = 0 };
}
