using FeatureForge.Core.Errors;

namespace FeatureForge.Records.Shards;

/// <summary>
/// Checks folders of shards and single files: every checksum, index line and manifest count. Files of others are checked as far as
/// they say something about themselves; nothing is changed.
/// </summary>
public static class ShardVerifier
{
    private static readonly string[] s_endings = [".tfrecord", ".tfrecords", ".record", ".records"];

    /// <summary>Verifies folders and files.</summary>
    /// <param name="paths">Folders of shards, or files of records.</param>
    /// <param name="options">How.</param>
    /// <exception cref="FeatureForgeException">A path does not exist (2) or cannot be read (1).</exception>
    public static VerifyResult Verify(IReadOnlyList<string> paths, VerifyOptions options)
    {
        var findings = new FindingList();
        SortedDictionary<string, ManifestShard?> files = new(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
                AddFolder(path, files, findings);
            else if (File.Exists(path))
                files.TryAdd(path, FindInManifest(path));
            else
                throw RecordErrors.NothingAt(path);
        }

        return new VerifyResult(CheckAll([.. files], options, findings), findings.InOrder);
    }

    /// <summary>Every file of records in a folder, by name: those named as shards, or ending in <c>.tfrecord</c> or <c>.record</c>, also with <c>.gz</c>.</summary>
    /// <param name="folder">Folder; its folders are not searched.</param>
    /// <exception cref="FeatureForgeException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        try
        {
            return [.. Directory.GetFiles(folder).Where(IsRecordFile).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotRead(folder, exception);
        }
    }

    private static bool IsRecordFile(string path)
    {
        string name = Path.GetFileName(path);
        if (name.StartsWith('.') || name.EndsWith(ShardName.IndexEnding, StringComparison.Ordinal))
            return false;
        string unpacked = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return ShardName.TryParse(unpacked, out _) || s_endings.Any(ending => unpacked.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            || unpacked.Contains("tfrecord-", StringComparison.Ordinal) || unpacked.Contains("record-", StringComparison.Ordinal);
    }

    private static VerifiedShard[] CheckAll(KeyValuePair<string, ManifestShard?>[] files, VerifyOptions options, FindingList findings)
    {
        var verified = new VerifiedShard[files.Length];
        try
        {
            Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Workers) }, i =>
            {
                var check = new ShardCheck(files[i].Key, options.Sha256);
                verified[i] = check.Run(files[i].Value);
                lock (findings)
                    findings.Add(check.Findings);
                options.Progress?.Report(verified[i]);
            });
        }
        catch (AggregateException exception) when (exception.InnerException is FeatureForgeException or IOException or UnauthorizedAccessException)
        {
            throw exception.InnerException as FeatureForgeException ?? RecordErrors.CannotRead("a shard", exception.InnerException);
        }

        return verified;
    }

    private static void AddFolder(string folder, SortedDictionary<string, ManifestShard?> files, FindingList findings)
    {
        IReadOnlyList<string> found = FilesOf(folder);
        Dictionary<string, ManifestShard> expected = new(StringComparer.Ordinal);
        string manifestPath = Path.Combine(folder, OutputNames.Manifest);
        if (File.Exists(manifestPath))
            ReadManifest(manifestPath, expected, findings);
        else if (File.Exists(Path.Combine(folder, OutputNames.StateFolder, OutputNames.State)))
            findings.Add(folder, "unfinished", $"The run that writes {folder} has not finished. Repeat its command, which continues where it stopped.");
        else if (found.Count == 0)
            findings.Add(folder, "no-shards", $"{folder} holds no shards and no manifest. Name the folder given as output.path.");
        foreach (string path in found)
        {
            bool listed = expected.Remove(Path.GetFileName(path), out ManifestShard? shard);
            files.TryAdd(path, shard);
            if (!listed && File.Exists(manifestPath))
                findings.Add(path, "extra-shard", $"{Path.GetFileName(path)} is not in the manifest. Move it away.");
        }

        foreach (string name in expected.Keys)
            Missing(folder, name, findings);
        if (!File.Exists(manifestPath))
            FindGaps(folder, found, findings);
    }

    private static void ReadManifest(string path, Dictionary<string, ManifestShard> expected, FindingList findings)
    {
        if (SpecialFile.IsAt(path))
        {
            findings.AddSpecialFile(path);
            return;
        }

        Manifest manifest;
        try
        {
            manifest = Manifest.Read(path);
        }
        catch (FeatureForgeException exception)
        {
            findings.Add(path, "damaged-manifest", exception.Message);
            return;
        }

        foreach (ManifestShard shard in manifest.Shards)
        {
            if (!ShardName.TryParse(shard.Name, out _) || !expected.TryAdd(shard.Name, shard))
                findings.Add(path, "damaged-manifest", $"The manifest lists '{shard.Name}', which is no shard name or listed twice. Repeat the run with --fresh.");
        }

        CheckCounts(path, manifest, findings);
    }

    private static void CheckCounts(string path, Manifest manifest, FindingList findings)
    {
        long records = manifest.Shards.Sum(shard => (long)shard.Records);
        string quarantine = Path.Combine(Path.GetDirectoryName(path)!, OutputNames.Quarantine);
        if (records != manifest.RecordsOut || manifest.RecordsIn != manifest.RecordsOut + manifest.Quarantined)
            findings.Add(path, "manifest-counts", $"The manifest states {manifest.RecordsIn} in, {manifest.RecordsOut} out, {manifest.Quarantined} quarantined, its shards {records} records; in must be out + quarantined. Repeat the run with --fresh.");
        if (SpecialFile.IsAt(quarantine))
        {
            findings.AddSpecialFile(quarantine);
            return;
        }

        long lines = File.Exists(quarantine) ? File.ReadLines(quarantine).LongCount() : -1;
        if (lines != manifest.Quarantined)
            findings.Add(quarantine, "quarantine-lines", $"The manifest states {manifest.Quarantined} quarantined samples, quarantine.jsonl {(lines < 0 ? "is missing" : $"has {lines} lines")}. Repeat the run with --fresh.");
    }

    /// <summary>Without a manifest, the names themselves tell how many shards there should be.</summary>
    private static void FindGaps(string folder, IReadOnlyList<string> found, FindingList findings)
    {
        var names = found.Select(path => ShardName.TryParse(Path.GetFileName(path), out ShardName name) ? name : default).Where(name => name.Of > 0);
        foreach (var set in names.GroupBy(name => (name.Split, name.Of)))
        {
            HashSet<int> present = [.. set.Select(name => name.Number)];
            for (int number = 0; number < set.Key.Of; number++)
            {
                if (!present.Contains(number))
                    Missing(folder, new ShardName(set.Key.Split, number, set.Key.Of).ToString(), findings);
            }
        }
    }

    private static void Missing(string folder, string name, FindingList findings) => findings.Add(
        Path.Combine(folder, name), "missing-shard", $"Shard {name} is missing. Restore it from a copy, or repeat the run with --fresh.");

    private static ManifestShard? FindInManifest(string path)
    {
        string manifest = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, OutputNames.Manifest);
        if (!File.Exists(manifest) || !ShardName.TryParse(Path.GetFileName(path), out _))
            return null;
        try
        {
            return Manifest.Read(manifest).Shards.FirstOrDefault(shard => shard.Name == Path.GetFileName(path));
        }
        catch (FeatureForgeException)
        {
            return null;
        }
    }
}
