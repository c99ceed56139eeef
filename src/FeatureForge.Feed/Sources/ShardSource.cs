using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>A complete folder of shards.</summary>
internal sealed class ShardSource : IFeedSource
{
    private readonly Dictionary<string, SplitRecords> _splits;
    private readonly Dictionary<string, StoredLabels> _labels;
    private readonly RecentValues<EpochKey, IFeedEpoch> _epochs;
    private readonly RecentValues<(string Split, BalancedLabels Balance), BalancedOrder> _orders;
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
        _labels = _splits.ToDictionary(split => split.Key, split => new StoredLabels(split.Value, RecordProfiles.Parse(manifest.Profile), manifest.Labels.Count), StringComparer.Ordinal);
        _epochs = new RecentValues<EpochKey, IFeedEpoch>(Make);
        _orders = new RecentValues<(string Split, BalancedLabels Balance), BalancedOrder>(MakeOrder);
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
    public IReadOnlyList<string> Labels => _manifest.Labels;

    /// <inheritdoc/>
    public FeedDescription Describe() => new()
    {
        Fingerprints = _manifest.Fingerprints,
        Profile = RecordProfiles.Parse(_manifest.Profile),
        Splits = [.. _splits.Select(split => (split.Key, split.Value.RecordsOf(0).Count))],
        Epochs = _splits.Values.Max(split => split.WrittenEpochs),
        AnchorSet = _targets is null ? _manifest.AnchorSet : _targets.Options.AnchorSet.Hash,
        AnchorLevels = _targets is null ? _manifest.AnchorLevels : AnchorLevels.Of(_targets.Options),
    };

    /// <inheritdoc/>
    public IFeedEpoch OpenEpoch(EpochKey key) => _epochs[key];

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
        int[] order = key.Balance.Ids.Count > 0 ? BalancedRecords(key) : [.. RecordOrder.Of(count, key.Seed, key.Epoch).Select(record => first + record)];
        return new ShardEpoch(records, order, _rematcher);
    }

    private int[] BalancedRecords(EpochKey key)
    {
        SplitRecords records = _splits[key.Split];
        int[] firsts = [.. Enumerable.Range(0, records.WrittenEpochs).Select(stored => records.RecordsOfStored(stored).First)];
        BalancedPlace[] places = _orders[(key.Split, key.Balance)].Of(key.Epoch, (record, cycle) => RecordOrder.Draw(record, key.Seed, cycle));
        return [.. places.Select(place => firsts[place.Stored] + place.Member)];
    }

    private BalancedOrder MakeOrder((string Split, BalancedLabels Balance) key)
    {
        SplitRecords records = _splits[key.Split];
        StoredLabels labels = _labels[key.Split];
        labels.Read();
        var stored = new LabelGroups[records.WrittenEpochs];
        for (int epoch = 0; epoch < stored.Length; epoch++)
        {
            (int first, int count) = records.RecordsOfStored(epoch);
            stored[epoch] = new LabelGroups(key.Balance.Ids, count, record => labels[first + record]);
        }

        return new BalancedOrder(stored);
    }
}
