namespace FeatureForge.Feed.Sources;

/// <summary>What the order of an epoch depends on.</summary>
/// <param name="Split">Split.</param>
/// <param name="Epoch">Epoch.</param>
/// <param name="Seed">Seed.</param>
internal readonly record struct EpochKey(string Split, uint Epoch, ulong Seed);
