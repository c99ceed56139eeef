namespace FeatureForge.Cli.Bench;

/// <summary>One product of decoding, made by both decoders.</summary>
/// <param name="Product"><c>planes</c> or <c>RGB</c>.</param>
/// <param name="Workers">Threads.</param>
/// <param name="Own">Images per second of the engine's own decoder, median of the passes.</param>
/// <param name="Turbo">Images per second of libjpeg-turbo.</param>
internal sealed record DecoderBenchRow(string Product, int Workers, double Own, double Turbo);
