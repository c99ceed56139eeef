namespace FeatureForge.Records.Encode;

/// <summary>Names and numbering of the record profiles.</summary>
public static class RecordProfiles
{
    /// <summary>Name of <see cref="RecordProfile.TensorFlowObjectDetection"/> in a recipe.</summary>
    public const string TensorFlowObjectDetection = "tf-od";

    /// <summary>Name of <see cref="RecordProfile.TensorFlowDatasets"/> in a recipe.</summary>
    public const string TensorFlowDatasets = "tfds";

    /// <summary>Name of a profile as in a recipe.</summary>
    /// <param name="profile">Profile.</param>
    public static string NameOf(RecordProfile profile) =>
        profile == RecordProfile.TensorFlowDatasets ? TensorFlowDatasets : TensorFlowObjectDetection;

    /// <summary>Profile of a name; the usual one for names that are none.</summary>
    /// <param name="name">Name as in a recipe.</param>
    public static RecordProfile Parse(string name) =>
        name == TensorFlowDatasets ? RecordProfile.TensorFlowDatasets : RecordProfile.TensorFlowObjectDetection;

    /// <summary>What <c>image/object/class/label</c> and <c>image/class/label</c> add to a 0-based label id: 1 in <c>tf-od</c>, 0 in <c>tfds</c>.</summary>
    /// <param name="profile">Profile.</param>
    public static int FirstLabel(RecordProfile profile) => profile == RecordProfile.TensorFlowDatasets ? 0 : 1;
}
