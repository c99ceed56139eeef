namespace FeatureForge.Records.Encode;

/// <summary>Type of the list that a feature of a <c>tf.train.Example</c> holds; the numbers are those of its <c>oneof</c>.</summary>
public enum FeatureKind
{
    /// <summary>No list was set.</summary>
    None = 0,

    /// <summary><c>bytes_list</c>.</summary>
    Bytes = 1,

    /// <summary><c>float_list</c>.</summary>
    Float = 2,

    /// <summary><c>int64_list</c>.</summary>
    Int64 = 3,
}
