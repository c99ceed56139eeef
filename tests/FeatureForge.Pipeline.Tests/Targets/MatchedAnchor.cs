namespace FeatureForge.Pipeline.Tests.Targets;

/// <summary>One positive anchor of the oracle; the logarithms are float64 ones rounded to float32.</summary>
internal sealed record MatchedAnchor(int Anchor, int Object, float Tx, float Ty, float LogWidth, float LogHeight);
