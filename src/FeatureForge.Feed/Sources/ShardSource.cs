using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>A complete folder of shards.</summary>
internal sealed class ShardSource : IFeedSource
{
    private readonly Dictionary<string, SplitRecords> _splits;
    private readonly EpochCache _epochs;
    private readonly RecordRematcher? _rematcher;
    private readonly Manifest _manifest;
    private readonly LiveTargets? _targets;

    /// <summary>Opens a folder and holds every shard against the manifest: lengths and indexes, not yet checksums.</summary>
    /// <param name="folder">Folder.</param>
    /// <param name="targets">Targets to match anew, or null to serve records as they are.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The folder is incomplete or damaged.</exception>
    public ShardSource(string folder, LiveTargets? targets = null)
    {
        string path = Path.Combine(folder, "manifest.json");
        if (!File.Exists(path))
            throw FeedErrors.NoManifest(folder);
        Manifest manifest = Manifest.Read(path);
        (_manifest, _targets) = (manifest, targets);
        _splits = manifest.Shards
            .GroupBy(shard => ShardName.TryParse(shard.Name, out ShardName name) ? name.Split : throw FeedErrors.NoManifest(folder), StringComparer.Ordinal)
            .ToDictionary(split => split.Key, split => new SplitRecords([.. split.Select(shard => IndexedShard.Open(folder, shard))]), StringComparer.Ordinal);
        if (_splits.Values.All(split => split.Count == 0))
            throw FeedErrors.NoShards(folder);
        Seed = manifest.Seed;
        Serving = manifest.Serving;
        Recipe = $"{manifest.Fingerprints.Recipe}/{manifest.Fingerprints.Source}{targets?.Suffix}";
        AnchorCount = targets is not null
            ? targets.Options.AnchorSet.Count : manifest.AnchorCount ?? Batches.AnchorCount.OfSet(manifest.AnchorSet);
        _rematcher = targets is null ? null : new RecordRematcher(targets, manifest);
        _epochs = new EpochCache(Make);
    }

    /// <inheritdoc/>
    public string Recipe { get; }

    /// <inheritdoc/>
    public string? Serving { get; }

    /// <inheritdoc/>
    public ulong Seed { get; }

    /// <inheritdoc/>
    public bool HasFixedSeed => false;

    /// <inheritdoc/>
    public int? AnchorCount { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Splits => [.. _splits.Keys];

    /// <inheritdoc/>
    public FeedDescription Describe() => new()
    {
        Fingerprints = _manifest.Fingerprints,
        Profile = RecordProfiles.Parse(_manifest.Profile),
        Labels = _manifest.Labels,
        Splits = [.. _splits.Select(split => (split.Key, split.Value.RecordsOf(0).Count))],
        Epochs = _splits.Values.Max(split => split.WrittenEpochs),
        AnchorSet = _targets is null ? _manifest.AnchorSet : _targets.Options.AnchorSet.Hash,
        AnchorLevels = _targets is null ? _manifest.AnchorLevels : AnchorLevels.Of(_targets.Options),
    };

    /// <inheritdoc/>
    public IFeedEpoch OpenEpoch(string split, uint epoch, ulong seed) => _epochs[new EpochKey(split, epoch, seed)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SplitRecords split in _splits.Values)
            split.Dispose();
    }

    private ShardEpoch Make(EpochKey key)
    {
        SplitRecords records = _splits[key.Split];
        (int first, int count) = records.RecordsOf(key.Epoch);
        if (count == 0)
            throw FeedErrors.EmptySplit(key.Split, key.Epoch);
        return new ShardEpoch(records, first, RecordOrder.Of(count, key.Seed, key.Epoch), _rematcher);
    }
}
