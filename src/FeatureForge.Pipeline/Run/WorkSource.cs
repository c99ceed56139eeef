using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Native;
using FeatureForge.Records.Shards;

namespace FeatureForge.Pipeline.Run;

/// <summary>Where one worker of a run takes its samples from and gives them back finished. One instance per worker.</summary>
public sealed class WorkSource
{
    private const int FilesAheadPerWorker = 3;
    private readonly RecordRing _ring;
    private readonly ShardSequence _sequence;
    private readonly SampleListing _listing;
    private readonly byte[] _imagesFolder;
    private readonly int _filesAhead;
    private int _last = -1;

    internal WorkSource(RecordRing ring, ShardSequence sequence, SampleListing listing, int workers)
    {
        _ring = ring;
        _sequence = sequence;
        _listing = listing;
        _imagesFolder = Encoding.UTF8.GetBytes(listing.ImagesFolder);
        _filesAhead = FilesAheadPerWorker * workers;
    }

    /// <summary>True when every sample of the run has been taken by some worker.</summary>
    public bool IsExhausted => _ring.IsExhausted;

    /// <summary>Key of the sample taken last, for messages.</summary>
    internal string LastKey => _last < 0 ? "(no sample)" : Encoding.UTF8.GetString(_listing[_last].Key);

    /// <summary>Takes the next sample, and has the system read the file of one that comes soon after it.</summary>
    /// <param name="patience">
    /// Milliseconds to wait while too many finished samples wait for the writer; -1 waits as long as it takes, which only a worker that
    /// holds no other sample may do: the writer could be waiting for that one.
    /// </param>
    /// <param name="item">The sample.</param>
    /// <returns>False when there is none for now, or no more at all (<see cref="IsExhausted"/>).</returns>
    /// <exception cref="OperationCanceledException">The run stops.</exception>
    public bool TryTake(int patience, out WorkItem item)
    {
        if (_ring.Take(patience, out long position) is not { } slot)
        {
            item = default;
            return false;
        }

        PlannedEntry entry = _sequence[position];
        item = new WorkItem(entry.ListingIndex, entry.Epoch, slot);
        _last = entry.ListingIndex;
        if (position + _filesAhead < _sequence.Count)
            FileReader.Announce(_imagesFolder, _listing[_sequence[position + _filesAhead].ListingIndex].ImagePath);
        return true;
    }

    /// <summary>Hands a sample to the writer.</summary>
    /// <param name="item">What was taken; its destination has the finished sample unless it is bad.</param>
    /// <param name="bad">Why it is quarantined, or null.</param>
    public void Finish(in WorkItem item, BadSampleException? bad)
    {
        item.Slot.Bad = bad;
        _ring.Finish(item.Slot);
    }
}
