namespace FeatureForge.Records.Shards;

/// <summary>A place in a file of records.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Record">Number of the record, from 0.</param>
/// <param name="ByteOffset">Byte of the file; of the unpacked content where the file is compressed.</param>
public readonly record struct ShardPlace(string File, long Record, long ByteOffset);
