using FeatureForge.Cli.Pictures;

namespace FeatureForge.Cli.Synth;

/// <summary>Ground truth of a drawn face.</summary>
/// <param name="Box">Whole pixels from hairline to chin and cheek to cheek, inside the photo.</param>
/// <param name="Smiling">True for smiling, false for neutral.</param>
internal readonly record struct SynthFace(PixelArea Box, bool Smiling);
