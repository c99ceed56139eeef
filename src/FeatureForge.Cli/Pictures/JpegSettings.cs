namespace FeatureForge.Cli.Pictures;

/// <summary>How a JPEG is written.</summary>
/// <param name="Quality">1 to 100, the scale of libjpeg.</param>
/// <param name="Sampling">Chroma samples kept.</param>
internal readonly record struct JpegSettings(int Quality, JpegSampling Sampling);
