namespace FeatureForge.Feed.Sources;

/// <summary>What comes at a place of a balanced order.</summary>
/// <param name="Stored">Stored epoch that the sample is of; 0 where nothing is stored.</param>
/// <param name="Member">Number of the sample within that epoch.</param>
/// <param name="Cycle">How often its group was gone through before, modulo 2^32.</param>
internal readonly record struct BalancedPlace(int Stored, int Member, uint Cycle);
