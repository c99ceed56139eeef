namespace FeatureForge.Gpu.Driver;

/// <summary>Host memory that somebody else owns.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Return">Takes it back.</param>
internal readonly record struct LentMemory(nint Address, Action Return);
