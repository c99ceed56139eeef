namespace FeatureForge.Records.Shards;

/// <summary>A sample that did not become a record.</summary>
/// <param name="Place">Place in its shard that stays empty.</param>
/// <param name="File">Path of the image relative to <c>images</c>.</param>
/// <param name="Key">Sample key.</param>
/// <param name="Epoch">Epoch.</param>
/// <param name="Reason">Stable kebab-case word.</param>
/// <param name="Message">What was wrong; holds no absolute path, host or time, since it is stored.</param>
/// <param name="ByteOffset">Byte of the image file, or -1 when not known.</param>
public sealed record QuarantinedEntry(int Place, string File, string Key, int Epoch, string Reason, string Message, long ByteOffset = -1);
