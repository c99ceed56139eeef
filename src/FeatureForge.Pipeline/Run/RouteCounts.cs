namespace FeatureForge.Pipeline.Run;

/// <summary>Where the samples of a run that uses a device were made. Empty for a run on the processor alone.</summary>
public sealed class RouteCounts
{
    private readonly Dictionary<string, long> _onHost = [];
    private readonly Dictionary<string, long> _redone = [];

    /// <summary>Samples whose pixels and targets were made on the device.</summary>
    public long OnDevice { get; internal set; }

    /// <summary>Samples made on the processor, by reason.</summary>
    public IReadOnlyDictionary<string, long> OnHost => _onHost;

    /// <summary>Batches that the device failed on and the processor made instead, by reason.</summary>
    public IReadOnlyDictionary<string, long> RedoneBatches => _redone;

    /// <summary>Adds the counts of another worker.</summary>
    /// <param name="other">Counts to add.</param>
    public void Add(RouteCounts other)
    {
        OnDevice += other.OnDevice;
        foreach ((string reason, long count) in other._onHost)
            _onHost[reason] = _onHost.GetValueOrDefault(reason) + count;
        foreach ((string reason, long count) in other._redone)
            _redone[reason] = _redone.GetValueOrDefault(reason) + count;
    }

    internal void CountOnHost(string reason) => _onHost[reason] = _onHost.GetValueOrDefault(reason) + 1;

    internal void CountRedone(string reason) => _redone[reason] = _redone.GetValueOrDefault(reason) + 1;
}
