using FeatureForge.Cli.Pictures;

namespace FeatureForge.Cli.Synth;

/// <summary>A drawn photo and what is known about it.</summary>
/// <param name="Picture">Photo.</param>
/// <param name="Faces">Faces, largest first.</param>
/// <param name="Scene">Name of the background.</param>
/// <param name="Backlit">True when faces are dark against a bright background.</param>
/// <param name="Jpeg">How it is written when it is a JPEG.</param>
internal sealed record SynthPhoto(Picture Picture, IReadOnlyList<SynthFace> Faces, string Scene, bool Backlit, JpegSettings Jpeg);
