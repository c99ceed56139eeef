namespace FeatureForge.Cli.Inspect;

/// <summary>One parsed record. It belongs to whoever receives it: nothing of it is reused for the next record.</summary>
/// <param name="Shard">File name of the shard without folders, for example <c>train.tfrecord-00000-of-00010</c>.</param>
/// <param name="Number">0-based number of the record within its shard.</param>
/// <param name="Features">Values by key.</param>
internal sealed record ExampleRecord(string Shard, long Number, IReadOnlyDictionary<string, FeatureValues> Features)
{
    /// <summary>Integers of a key; empty when the key is missing or of another type.</summary>
    public ReadOnlySpan<long> Integers(string key) => Features.TryGetValue(key, out FeatureValues? values) ? values.Integers : default;

    /// <summary>Floats of a key; empty when the key is missing or of another type.</summary>
    public ReadOnlySpan<float> Floats(string key) => Features.TryGetValue(key, out FeatureValues? values) ? values.Floats : default;

    /// <summary>Byte strings of a key; empty when the key is missing or of another type.</summary>
    public ReadOnlySpan<byte[]> Bytes(string key) => Features.TryGetValue(key, out FeatureValues? values) ? values.Bytes : default;

    /// <summary>True when the record has the key.</summary>
    public bool Has(string key) => Features.ContainsKey(key);
}
