namespace FeatureForge.Records.Shards;

/// <summary>Something wrong in a folder of shards.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Record">Number of the record, from 0, or -1 where the whole file is meant.</param>
/// <param name="ByteOffset">Byte of the file, or -1 where the whole file is meant.</param>
/// <param name="Reason">Stable kebab-case word, for example <c>data-checksum</c>.</param>
/// <param name="Message">What is wrong, where, and what to do.</param>
public sealed record VerifyFinding(string File, long Record, long ByteOffset, string Reason, string Message);
