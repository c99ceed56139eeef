namespace FeatureForge.Feed.Sources;

/// <summary>The labels of a sample: that of the whole picture where it has one, else those of its boxes.</summary>
/// <param name="sample">Number of the sample.</param>
internal delegate ReadOnlySpan<int> LabelsOfSample(int sample);
