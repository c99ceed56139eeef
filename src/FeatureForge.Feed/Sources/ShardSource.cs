using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>A complete folder of shards.</summary>
internal sealed class ShardSource : IFeedSource
{
    private readonly Dictionary<string, SplitRecords> _splits;
    private readonly CancellationTokenSource _ending = new();
    private readonly RecentValues<string, StoredLabels> _labels;
    private readonly RecentValues<EpochKey, IFeedEpoch> _epochs;
    private readonly RecentValues<(string Split, BalancedLabels Balance), BalancedOrder> _orders;

    /// <summary>Apart from the others, which take less time and need not wait for these.</summary>
    private readonly RecentValues<EpochKey, IFeedEpoch> _balancedEpochs;
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

        // Reading may take longer than a client waits; the next one finds what was read for it.
        _labels = new RecentValues<string, StoredLabels>(_ending.Token, goesOnAlone: true);
        _epochs = new RecentValues<EpochKey, IFeedEpoch>(_ending.Token);
        _orders = new RecentValues<(string Split, BalancedLabels Balance), BalancedOrder>(_ending.Token);
        _balancedEpochs = new RecentValues<EpochKey, IFeedEpoch>(_ending.Token);
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
    public async Task<IFeedEpoch> OpenEpochAsync(EpochKey key, CancellationToken cancellation)
    {
        SplitRecords records = _splits[key.Split];
        if (key.Balance.Ids.Count == 0)
            return await _epochs.GetAsync(key, _ => MakeEpoch(records, key), cancellation);
        StoredLabels labels = await _labels.GetAsync(
            key.Split, stop => new StoredLabels(records, RecordProfiles.Parse(_manifest.Profile), _manifest.Labels.Count, stop), cancellation);
        BalancedOrder order = await _orders.GetAsync((key.Split, key.Balance), stop => MakeOrder(records, labels, key.Balance, stop), cancellation);
        return await _balancedEpochs.GetAsync(key, stop => MakeBalancedEpoch(records, order, key, stop), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
        foreach (SplitRecords split in _splits.Values)
            split.Dispose();
    }

    private ShardEpoch MakeEpoch(SplitRecords records, EpochKey key)
    {
        (int first, int count) = records.RecordsOf(key.Epoch);
        if (count == 0)
            throw FeedErrors.EmptySplit(key.Split, key.Epoch);
        return new ShardEpoch(records, [.. RecordOrder.Of(count, key.Seed, key.Epoch).Select(record => first + record)], _rematcher);
    }

    private ShardEpoch MakeBalancedEpoch(SplitRecords records, BalancedOrder order, EpochKey key, CancellationToken cancellation)
    {
        int[] starts = records.ReadEpochStarts(cancellation);
        BalancedPlace[] places = order.Of(key.Epoch, (record, cycle) => RecordOrder.Draw(record, key.Seed, cycle));
        if (places.Length == 0)
            throw FeedErrors.EmptySplit(key.Split, key.Epoch);
        return new ShardEpoch(records, [.. places.Select(place => starts[place.Stored] + place.Member)], _rematcher);
    }

    private static BalancedOrder MakeOrder(SplitRecords records, StoredLabels labels, BalancedLabels balance, CancellationToken cancellation)
    {
        int[] starts = records.ReadEpochStarts(cancellation);
        var stored = new LabelGroups[starts.Length - 1];
        for (int epoch = 0; epoch < stored.Length; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = starts[epoch];
            stored[epoch] = new LabelGroups(balance.Ids, starts[epoch + 1] - first, record => labels[first + record]);
        }

        return new BalancedOrder(stored);
    }
}
