namespace FeatureForge.Records.EntryPoints;

/// <summary>Gives the name of an image: UTF-8, relative to the folder of the images, <c>/</c>-separated.</summary>
/// <param name="image">Number of the image in a listing, from 0.</param>
public delegate ReadOnlySpan<byte> ImageName(int image);
