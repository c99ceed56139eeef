using FeatureForge.Core.Buffers;

namespace FeatureForge.Pipeline.Sources;

/// <summary>The image files of a folder, in ordinal order of their paths.</summary>
/// <param name="Paths">Paths relative to the folder, <c>/</c>-separated.</param>
/// <param name="Lengths">Length of each file in bytes.</param>
internal sealed record ImageFileList(Utf8Texts Paths, long[] Lengths);
