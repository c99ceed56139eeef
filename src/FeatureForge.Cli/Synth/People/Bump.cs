namespace FeatureForge.Cli.Synth.People;

/// <summary>A smooth hill or hollow on a face.</summary>
/// <param name="U">Centre.</param>
/// <param name="V">Centre.</param>
/// <param name="RadiusU">Half width.</param>
/// <param name="RadiusV">Half height.</param>
/// <param name="Height">Height of the middle; negative for a hollow.</param>
internal readonly record struct Bump(float U, float V, float RadiusU, float RadiusV, float Height)
{
    /// <summary>Slope of the surface along u and v.</summary>
    public (float U, float V) Slope(float u, float v)
    {
        float du = (u - U) / RadiusU;
        float dv = (v - V) / RadiusV;
        float left = 1 - (du * du) - (dv * dv);
        if (left <= 0)
            return (0, 0);
        // Height is Height * left², so this is its derivative.
        float factor = -4 * Height * left;
        return (factor * du / RadiusU, factor * dv / RadiusV);
    }
}
