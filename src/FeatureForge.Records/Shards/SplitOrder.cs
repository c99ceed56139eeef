namespace FeatureForge.Records.Shards;

/// <summary>The samples of a split by rank, epoch after epoch.</summary>
/// <param name="Samples">Listing position of each rank.</param>
/// <param name="SamplesPerEpoch">Ranks of one epoch.</param>
internal readonly record struct SplitOrder(int[] Samples, int SamplesPerEpoch);
