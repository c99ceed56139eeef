namespace FeatureForge.Records.Tests.Shards;

/// <summary>Stands for the end of the process.</summary>
public sealed class SimulatedKillException : Exception;
