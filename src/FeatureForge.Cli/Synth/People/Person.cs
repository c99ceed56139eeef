using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Synth.People;

/// <summary>A face with its place in a photo.</summary>
/// <param name="Look">Face.</param>
/// <param name="Frame">Face units in the photo.</param>
/// <param name="Box">Ground-truth box in pixels.</param>
internal sealed record Person(FaceLook Look, LocalFrame Frame, BoxPixels Box);
