namespace FeatureForge.Core.Randomness;

/// <summary>
/// Numbers of the random streams of a recipe. Rooms have ranges of their own, so that a step added to one room leaves the draws of the other as they were.
/// </summary>
public static class StepInstances
{
    /// <summary>Geometry step <c>i</c> draws from stream <c>Geometry + i</c>.</summary>
    public const int Geometry = 0;

    /// <summary>Photometric step <c>i</c> draws from stream <c>Photometric + i</c>.</summary>
    public const int Photometric = 0x100;

    /// <summary>Order of the samples within an epoch.</summary>
    public const int ShardOrder = 0xFFFF;
}
