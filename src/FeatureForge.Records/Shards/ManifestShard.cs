namespace FeatureForge.Records.Shards;

/// <summary>What the manifest says about a shard.</summary>
/// <param name="Name">File name.</param>
/// <param name="Records">Records.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Crc32C">CRC-32C of the whole file.</param>
public sealed record ManifestShard(string Name, int Records, long Bytes, uint Crc32C);
