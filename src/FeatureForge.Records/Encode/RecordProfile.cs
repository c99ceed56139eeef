namespace FeatureForge.Records.Encode;

/// <summary>Whose conventions the records follow.</summary>
public enum RecordProfile
{
    /// <summary><c>tf-od</c>: labels from 1, as the TensorFlow Object Detection API and <c>label_map.pbtxt</c> have them.</summary>
    TensorFlowObjectDetection,

    /// <summary><c>tfds</c>: labels from 0, with the two JSON files that <c>tfds.builder_from_directory</c> opens.</summary>
    TensorFlowDatasets,
}
