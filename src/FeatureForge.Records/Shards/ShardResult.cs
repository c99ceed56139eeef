namespace FeatureForge.Records.Shards;

/// <summary>What became of a planned shard: the content of its state file, later of the manifest.</summary>
/// <param name="Records">Records in the file.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Crc32C">CRC-32C of the whole file.</param>
/// <param name="Quarantined">Samples without a record, by place.</param>
public sealed record ShardResult(int Records, long Bytes, uint Crc32C, IReadOnlyList<QuarantinedEntry> Quarantined);
