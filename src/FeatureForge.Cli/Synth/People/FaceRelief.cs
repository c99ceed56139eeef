namespace FeatureForge.Cli.Synth.People;

/// <summary>
/// The surface of a face as a height field (skull, nose, brows, cheeks, lips, chin) and the light that it sends back. All features
/// of a face are painted through it, so that brows and lips lie in the same light as the skin.
/// </summary>
internal sealed class FaceRelief
{
    private const float SkullDepth = 0.85f;
    private readonly HeadShape _head;
    private readonly Bump[] _bumps;
    private readonly SceneLight _light;
    private readonly float _towardU;
    private readonly float _towardV;

    /// <summary>Makes the relief of a face.</summary>
    /// <param name="look">Face.</param>
    /// <param name="light">Light of the scene.</param>
    /// <param name="frame">Frame of the face; its turn brings the light into face coordinates.</param>
    public FaceRelief(FaceLook look, SceneLight light, in LocalFrame frame)
    {
        _head = HeadShape.Of(look);
        _bumps = BumpsOf(look);
        _light = light;
        _towardU = (light.TowardX * frame.Cosine) + (light.TowardY * frame.Sine);
        _towardV = (light.TowardY * frame.Cosine) - (light.TowardX * frame.Sine);
    }

    /// <summary>Light of the scene.</summary>
    public SceneLight Light => _light;

    /// <summary>Light that a white, matt face would send to the viewer.</summary>
    public Tone Shade(float u, float v) => ShadeAndGloss(u, v).Shade;

    /// <summary>Light of a white, matt face, and the light that a moist or oily skin mirrors besides.</summary>
    public (Tone Shade, Tone Gloss) ShadeAndGloss(float u, float v)
    {
        var (nu, nv, nz, edge) = Normal(u, v);
        float facing = (nu * _towardU) + (nv * _towardV) + (nz * _light.TowardZ);
        // Skin lets light through, so the shadow begins beyond a right angle.
        float key = Math.Max(0, (facing + 0.25f) / 1.25f);
        float ambient = 0.82f - (0.28f * nv);
        float rim = _light.Rim * edge * edge;
        Tone shade = (_light.Key * key) + (_light.Ambient * ambient) + Tone.Grey(rim);
        // Mirror direction: half way between the light and the viewer.
        float halfway = (nu * _towardU) + (nv * _towardV) + (nz * (_light.TowardZ + 1));
        float mirror = Math.Max(0, halfway / MathF.Sqrt((2 * _light.TowardZ) + 2));
        mirror *= mirror;
        mirror *= mirror;
        mirror *= mirror;
        mirror *= mirror;
        return (shade, _light.Key * (mirror * mirror));
    }

    private (float U, float V, float Z, float Edge) Normal(float u, float v)
    {
        var (du, dv, radiusU, radiusV) = _head.Scaled(u, v);
        float squared = _head.Squared(du, dv);
        float depth = MathF.Sqrt(Math.Max(0.12f, 1 - (squared * 0.94f)));
        float slopeU = -SkullDepth * du / (radiusU * depth) * 0.62f;
        float slopeV = -SkullDepth * dv / (radiusV * depth) * 0.62f;
        foreach (ref readonly Bump bump in _bumps.AsSpan())
        {
            var (bumpU, bumpV) = bump.Slope(u, v);
            slopeU += bumpU;
            slopeV += bumpV;
        }

        float length = MathF.Sqrt((slopeU * slopeU) + (slopeV * slopeV) + 1);
        float edge = Math.Clamp((squared - 0.72f) / 0.28f, 0f, 1f);
        return (-slopeU / length, -slopeV / length, 1 / length, edge);
    }

    private static Bump[] BumpsOf(FaceLook look)
    {
        var map = new FaceMap(look);
        float cheek = look.Smiling ? 0.085f : 0.05f;
        float cheekV = map.NoseV - (look.Smiling ? 0.06f : 0.02f);
        float nose = map.NoseU;
        float bridge = (map.MouthU + nose) / 2;
        float width = look.NoseHalfWidth;
        return
        [
            new(bridge, map.NoseV - 0.22f, 0.12f, 0.36f, 0.1f),
            new(nose, map.NoseV, width * 0.95f, 0.15f, 0.11f),
            new(nose - (0.75f * width), map.NoseV + 0.05f, 0.08f, 0.08f, 0.035f),
            new(nose + (0.75f * width), map.NoseV + 0.05f, 0.08f, 0.08f, 0.035f),
            new(map.EyeU(-1), map.BrowV, 0.27f, 0.12f, 0.045f),
            new(map.EyeU(1), map.BrowV, 0.27f, 0.12f, 0.045f),
            new(map.EyeU(-1), map.EyeV, 0.23f, 0.15f, -0.06f),
            new(map.EyeU(1), map.EyeV, 0.23f, 0.15f, -0.06f),
            new(map.Turned(-0.42f), cheekV, 0.27f, 0.26f, cheek),
            new(map.Turned(0.42f), cheekV, 0.27f, 0.26f, cheek),
            new(map.MouthU, map.MouthV, 0.36f, 0.22f, 0.05f),
            new(map.MouthU, map.MouthV + 0.19f, 0.24f, 0.08f, -0.035f),
            new(map.MouthU * 0.8f, 0.88f, 0.24f, 0.16f, 0.06f),
        ];
    }
}
