namespace FeatureForge.Cli.Synth;

/// <summary>What was drawn.</summary>
/// <param name="Photos">Number of photos.</param>
/// <param name="Faces">Number of faces.</param>
/// <param name="Smiling">Number of smiling faces.</param>
/// <param name="Backlit">Number of photos against the light.</param>
/// <param name="WithoutFaces">Number of photos without a face.</param>
/// <param name="Bytes">Bytes of all photo files.</param>
internal sealed record SynthReport(int Photos, int Faces, int Smiling, int Backlit, int WithoutFaces, long Bytes);
