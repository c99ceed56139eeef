namespace FeatureForge.Gpu.Batches;

/// <summary>The parts of a picture's planes that are read.</summary>
/// <param name="Luma">Samples of luma.</param>
/// <param name="Chroma">Samples of each chroma plane; without columns where there is no chroma.</param>
public readonly record struct PlaneWindows(PictureWindow Luma, PictureWindow Chroma);
