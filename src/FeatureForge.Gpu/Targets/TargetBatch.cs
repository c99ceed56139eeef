namespace FeatureForge.Gpu.Targets;

/// <summary>Size of a batch on the device.</summary>
/// <param name="Images">Pictures, at least 1.</param>
/// <param name="Boxes">Boxes of all pictures, 0 or more.</param>
/// <param name="Parts">Groups that share the anchors of one picture.</param>
internal readonly record struct TargetBatch(int Images, int Boxes, int Parts);
