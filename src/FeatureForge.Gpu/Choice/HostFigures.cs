namespace FeatureForge.Gpu.Choice;

/// <summary>Times of the CPU, in microseconds per image of all workers together.</summary>
/// <param name="AfterEntropy">From coefficients to pixels and targets.</param>
/// <param name="Coefficients">What writing the coefficients as a device takes them adds to the entropy decode.</param>
internal sealed record HostFigures(double AfterEntropy, double Coefficients);
