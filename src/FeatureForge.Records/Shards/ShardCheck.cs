using System.Security.Cryptography;
using FeatureForge.Records.Framing;

namespace FeatureForge.Records.Shards;

/// <summary>Checks one file of records: every frame, its index where there is one, and what the manifest says about it.</summary>
internal sealed class ShardCheck(string path, bool sha256)
{
    private const int BlockBytes = 1 << 20;
    private readonly FindingList _findings = new();
    private readonly IncrementalHash? _hash = sha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private long _records;
    private long _bytes;
    private uint _crc;
    private bool _readToEnd;

    /// <summary>True when the frames do not make up the file: it is damaged or compressed.</summary>
    private bool _digestsAreMissing;

    public FindingList Findings => _findings;

    public VerifiedShard Run(ManifestShard? expected)
    {
        if (SpecialFile.IsAt(path))
        {
            _findings.AddSpecialFile(path);
            return new VerifiedShard(path, 0, 0, 0, null);
        }

        ShardIndex? index = ReadIndex(required: expected is not null);
        using (_hash)
        {
            using (ShardReader reader = ShardReader.Open(path))
            {
                while (ReadOne(reader, index))
                    _records++;
                _digestsAreMissing |= !_readToEnd || reader.IsCompressed;
            }

            if (_digestsAreMissing)
                ReadWhole();
            return Conclude(index, expected);
        }
    }

    private VerifiedShard Conclude(ShardIndex? index, ManifestShard? expected)
    {

        if (index is not null && _readToEnd && index.Count != _records)
            Index($"The index has {index.Count} lines, the shard {_records} records");
        string? digest = _hash is null ? null : Convert.ToHexStringLower(_hash.GetHashAndReset());
        var verified = new VerifiedShard(path, _records, _bytes, _crc, digest);
        if (expected is not null)
            Compare(expected, verified);
        return verified;
    }

    private bool ReadOne(ShardReader reader, ShardIndex? index)
    {
        try
        {
            if (!reader.TryRead(out _))
            {
                _readToEnd = true;
                return false;
            }

            Digest(reader.Framed);
        }
        catch (DamagedShardException exception)
        {
            _digestsAreMissing = true;
            _findings.Add(exception.Place, exception.Reason, exception.Message);
            if (!exception.CanContinue)
                return false;
        }

        if (index is not null && _records < index.Count && index[(int)_records] != (reader.RecordOffset, reader.Framed.Length))
        {
            var (offset, size) = index[(int)_records];
            Index($"Line {_records + 1} says {offset} {size}, the record lies at {reader.RecordOffset} with {reader.Framed.Length} bytes", _records);
        }

        return true;
    }

    private ShardIndex? ReadIndex(bool required)
    {
        string indexPath = path + ShardName.IndexEnding;
        if (!File.Exists(indexPath))
        {
            if (required)
                _findings.Add(indexPath, "missing-index", $"The index {Path.GetFileName(indexPath)} is missing. Make the shard again, or read it without an index.");
            return null;
        }

        if (SpecialFile.IsAt(indexPath))
        {
            _findings.AddSpecialFile(indexPath);
            return null;
        }

        try
        {
            return ShardIndex.Read(indexPath);
        }
        catch (Core.Errors.FeatureForgeException exception)
        {
            _findings.Add(indexPath, "damaged-index", exception.Message);
            return null;
        }
    }

    /// <summary>A sound file is its frames, whose own checksums make up that of the file: it is read once.</summary>
    private void Digest(ReadOnlySpan<byte> framed)
    {
        _crc = RecordFraming.AppendToFile(_crc, framed);
        _bytes += framed.Length;
        _hash?.AppendData(framed);
    }

    /// <summary>Length and digests of the file as it lies on disk, apart from the frames.</summary>
    private void ReadWhole()
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _hash?.GetHashAndReset();
        var block = new byte[BlockBytes];
        _crc = 0;
        _bytes = 0;
        for (int read; (read = file.Read(block)) > 0; _bytes += read)
        {
            _crc = Crc32C.Append(_crc, block.AsSpan(0, read));
            _hash?.AppendData(block, 0, read);
        }
    }

    private void Compare(ManifestShard expected, VerifiedShard found)
    {
        if (found.Bytes != expected.Bytes)
            Manifest("manifest-bytes", $"The manifest states {expected.Bytes} bytes, the file has {found.Bytes}");
        if (_readToEnd && found.Records != expected.Records)
            Manifest("manifest-records", $"The manifest states {expected.Records} records, the file has {found.Records}");
        if (found.Crc32C != expected.Crc32C)
            Manifest("manifest-checksum", $"The manifest states checksum {JsonText.Hexadecimal(expected.Crc32C)}, the file has {JsonText.Hexadecimal(found.Crc32C)}");
    }

    private void Manifest(string reason, string what) =>
        _findings.Add(path, reason, $"{what}. {Path.GetFileName(path)}. Restore the file from a copy, or repeat the run with --fresh.");

    private void Index(string what, long record = -1) => _findings.Add(
        new ShardPlace(path + ShardName.IndexEnding, record, -1),
        "index-mismatch",
        $"{what}. {Path.GetFileName(path)}{ShardName.IndexEnding}. Restore both files from one copy, or make the shard again.");
}
