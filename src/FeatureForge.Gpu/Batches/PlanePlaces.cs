namespace FeatureForge.Gpu.Batches;

/// <summary>Where the planes of a picture lie.</summary>
/// <param name="Luma">Luma.</param>
/// <param name="Blue">Blue difference; default where there is no chroma.</param>
/// <param name="Red">Red difference; default where there is no chroma.</param>
public readonly record struct PlanePlaces(PicturePlace Luma, PicturePlace Blue, PicturePlace Red);
