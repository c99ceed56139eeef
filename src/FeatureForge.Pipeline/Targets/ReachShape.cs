namespace FeatureForge.Pipeline.Targets;

/// <summary>Bounds of one shape of a level that hold for its anchors after their edges were rounded to float32.</summary>
/// <param name="Width">Largest width, as a share of the picture.</param>
/// <param name="Height">Largest height, as a share of the picture.</param>
/// <param name="Area">Smallest area, as a share of the picture.</param>
internal readonly record struct ReachShape(double Width, double Height, double Area);
