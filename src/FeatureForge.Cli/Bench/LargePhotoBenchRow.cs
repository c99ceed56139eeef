namespace FeatureForge.Cli.Bench;

/// <summary>One large photo decoded by itself.</summary>
/// <param name="Threads">Threads; 0 for the decoder that knows no entry points.</param>
/// <param name="Milliseconds">Median time.</param>
internal sealed record LargePhotoBenchRow(int Threads, double Milliseconds);
