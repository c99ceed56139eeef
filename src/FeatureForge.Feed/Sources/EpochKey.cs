namespace FeatureForge.Feed.Sources;

/// <summary>What the order of an epoch depends on.</summary>
/// <param name="Split">Split.</param>
/// <param name="Epoch">Epoch.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Balance">Labels that places are dealt out to; of no label, the order is that of the draws alone.</param>
internal readonly record struct EpochKey(string Split, uint Epoch, ulong Seed, BalancedLabels Balance);
