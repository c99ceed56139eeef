namespace FeatureForge.Records.Shards;

/// <summary>What belongs at one place of a shard.</summary>
/// <param name="ListingIndex">Position of the sample in the listing.</param>
/// <param name="Epoch">Epoch that its random steps are drawn for, from 0.</param>
public readonly record struct PlannedEntry(int ListingIndex, int Epoch);
