namespace FeatureForge.Pipeline.Run;

/// <summary>Counts of a run while it goes on. Written by the writer, read by whoever shows progress; a reader may be one record late.</summary>
public sealed class RunProgress
{
    private long _done;
    private long _quarantined;
    private long _bytes;

    /// <summary>Entries that this run has to make: samples times epochs, without those of shards that were complete before.</summary>
    public long Total { get; internal set; }

    /// <summary>Entries made so far, records and quarantined ones.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Entries quarantined so far by this run.</summary>
    public long Quarantined => Interlocked.Read(ref _quarantined);

    /// <summary>Bytes of records written so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Called with a sentence about each quarantined sample and each event worth a line.</summary>
    public Action<string>? Note { get; init; }

    internal void AddRecord(int bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Increment(ref _done);
    }

    internal void AddQuarantined()
    {
        Interlocked.Increment(ref _quarantined);
        Interlocked.Increment(ref _done);
    }
}
