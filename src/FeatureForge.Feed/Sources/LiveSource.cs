using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Feed.Serving;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>A recipe whose samples are made as they are asked for: the records that a run writes for the same epoch, epoch after epoch for ever.</summary>
internal sealed class LiveSource : ILiveSource
{
    private readonly Recipe _recipe;
    private readonly SampleListing _listing;
    private readonly Action<string> _note;
    private readonly EntryPointSource? _entryPoints;
    private readonly RecentValues<EpochKey, IFeedEpoch> _epochs;
    private readonly RecentValues<(string Split, BalancedLabels Balance), BalancedOrder> _orders;
    private readonly OutputFingerprints _fingerprints;
    private readonly HashSet<int> _bad = [];
    private readonly ConcealedDamage _concealed;

    /// <summary>Every label id, to give one of them out as a list.</summary>
    private readonly int[] _labelIds;

    /// <summary>Starts the workers.</summary>
    /// <param name="recipe">Recipe.</param>
    /// <param name="source">Its samples.</param>
    /// <param name="workers">Threads that make samples, at least 1.</param>
    /// <param name="metrics">Counters.</param>
    /// <param name="note">Takes sentences for the log.</param>
    /// <exception cref="FeatureForgeException">The listing is empty.</exception>
    public LiveSource(Recipe recipe, SourceListing source, int workers, FeedMetrics metrics, Action<string> note)
    {
        _recipe = recipe;
        _listing = source.Samples;
        _note = note;
        if (_listing.Count == 0)
            throw FeedErrors.NoSamples(_listing.ImagesFolder);
        _labelIds = [.. Enumerable.Range(0, _listing.LabelMap.Names.Count)];
        Stages = StageOptions.From(recipe);
        Serving = recipe.ServingJson();

        // Shards of this recipe come in another order, so a client must not go on with them where it left a live feed.
        _fingerprints = new OutputFingerprints(recipe.Fingerprint, source.Fingerprint, EngineVersion.Text);
        Recipe = $"{_fingerprints.Recipe}/{_fingerprints.Source}/live";
        Metrics = metrics;
        _concealed = new ConcealedDamage(metrics, note);
        _entryPoints = EntryPointSource.Open(_listing, note);
        _epochs = new RecentValues<EpochKey, IFeedEpoch>(Make);
        _orders = new RecentValues<(string Split, BalancedLabels Balance), BalancedOrder>(MakeOrder);
        Workers = new LiveWorkers(workers, () => new SamplePipeline(Stages, _listing, _entryPoints) { FidelityInterval = 0 });
    }

    /// <inheritdoc/>
    public string Recipe { get; }

    /// <inheritdoc/>
    public string? Serving { get; }

    /// <inheritdoc/>
    public ulong Seed => Stages.Seed;

    /// <inheritdoc/>
    public bool HasFixedSeed => true;

    /// <inheritdoc/>
    public int? AnchorCount => Stages.Targets?.AnchorSet.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Splits => _listing.Splits;

    /// <summary>Options of every stage.</summary>
    public StageOptions Stages { get; }

    /// <summary>Counters.</summary>
    public FeedMetrics Metrics { get; }

    /// <summary>The threads.</summary>
    public LiveWorkers Workers { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _listing.LabelMap.Names;

    /// <inheritdoc/>
    public FeedDescription Describe() => new()
    {
        Fingerprints = _fingerprints,
        Profile = _recipe.Output.Profile,
        Splits = [.. _listing.Splits.Select((name, split) => (name, SamplesOf(split).Length))],
        Epochs = EpochOrder.Epochs,
        AnchorSet = Stages.Targets?.AnchorSet.Hash,
        AnchorLevels = AnchorLevels.Of(Stages.Targets),
    };

    /// <inheritdoc/>
    public IFeedEpoch OpenEpoch(EpochKey key) => _epochs[key];

    /// <inheritdoc/>
    public double Seconds(Stage stage) => Workers.Seconds(stage);

    /// <summary>An encoder for one slot.</summary>
    public RecordEncoder MakeEncoder() => new(_recipe.Output.Profile, _listing.LabelMap, _listing.HasImageLabels || _recipe.HasGeometryStep("cropToBox"));

    /// <summary>Counts a sample that cannot be made and says so once.</summary>
    /// <param name="index">Position in the listing.</param>
    /// <param name="bad">Why.</param>
    /// <exception cref="FeatureForgeException">The recipe does not allow it, or not so many.</exception>
    public void NoteBad(int index, BadSampleException bad)
    {
        string key = Encoding.UTF8.GetString(_listing[index].Key);
        Metrics.NoteBad(key, bad);
        int distinct;
        bool isNew;
        lock (_bad)
        {
            isNew = _bad.Add(index);
            distinct = _bad.Count;
        }

        if (isNew)
            _note($"bad sample {key}: {bad.Message}");
        if (_recipe.OnBadSample == BadSamplePolicy.Fail)
            throw FeedErrors.BadSampleStops(key, bad);
        if (distinct > _recipe.BadSampleBudget * _listing.Count)
            throw FeedErrors.BudgetExceeded(distinct, _listing.Count, _recipe.BadSampleBudget);
    }

    /// <summary>Counts a sample whose photo was decoded with a warning and names the photo once.</summary>
    /// <param name="index">Position in the listing.</param>
    public void NoteConcealed(int index) => _concealed.Note(_listing[index]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Workers.Dispose();
        _entryPoints?.Dispose();
    }

    private LiveEpoch Make(EpochKey key)
    {
        int split = SplitNumber(key.Split);
        bool isRandom = Stages.AugmentSplits.Contains(key.Split);
        if (key.Balance.Ids.Count > 0)
        {
            int[] samples = SamplesOf(split);
            BalancedPlace[] places = _orders[(key.Split, key.Balance)].Of(key.Epoch, (sample, cycle) => EpochOrder.Draw(key.Seed, PipelineEpoch(cycle), _listing.KeyHashOf(samples[sample])));
            return new LiveEpoch(this, key.Split, [.. places.Select(place => samples[place.Member])], [.. places.Select(place => isRandom ? (ushort)PipelineEpoch(place.Cycle) : (ushort)0)]);
        }

        int[] order = EpochOrder.Of(_listing, split, key.Seed, PipelineEpoch(key.Epoch));
        if (order.Length == 0)
            throw FeedErrors.EmptySplit(key.Split, key.Epoch);

        // A split without random steps is the same in every epoch; a run writes it once, as epoch 0.
        return new LiveEpoch(this, key.Split, order, [isRandom ? (ushort)PipelineEpoch(key.Epoch) : (ushort)0]);
    }

    private BalancedOrder MakeOrder((string Split, BalancedLabels Balance) key)
    {
        int[] samples = SamplesOf(SplitNumber(key.Split));
        if (samples.Length == 0)
            throw FeedErrors.EmptySplit(key.Split, 0);
        return new BalancedOrder([new LabelGroups(key.Balance.Ids, samples.Length, sample => LabelsOf(samples[sample]))]);
    }

    /// <summary>The labels that the sample's record will have, before crops: a sample that shows one box is labelled as a whole with the label of that box.</summary>
    private ReadOnlySpan<int> LabelsOf(int index)
    {
        SampleDescription sample = _listing[index];
        if (sample.BoxNumber >= 0)
            return sample.Labels.Slice(sample.BoxNumber, 1);
        return sample.ImageLabel >= 0 ? _labelIds.AsSpan(sample.ImageLabel, 1) : sample.Labels;
    }

    private int[] SamplesOf(int split) => [.. Enumerable.Range(0, _listing.Count).Where(sample => _listing.SplitOf(sample) == split)];

    private int SplitNumber(string name) => _listing.Splits.ToList().IndexOf(name);

    private static int PipelineEpoch(uint epoch) => (int)(epoch % EpochOrder.Epochs);
}
