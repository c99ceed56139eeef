namespace FeatureForge.Records.Shards;

/// <summary>What was found in one file of records.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Records">Records that could be framed, damaged ones included.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Crc32C">CRC-32C of the whole file.</param>
/// <param name="Sha256">SHA-256 of the file as 64 hexadecimal digits, or null where it was not asked for.</param>
public sealed record VerifiedShard(string File, long Records, long Bytes, uint Crc32C, string? Sha256);
