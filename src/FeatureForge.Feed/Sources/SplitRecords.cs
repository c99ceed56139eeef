using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>The records of one split, numbered from 0 in the order of its shards.</summary>
internal sealed class SplitRecords : IDisposable
{
    private readonly IndexedShard[] _shards;
    private readonly int[] _starts;
    private readonly Lazy<int> _writtenEpochs;
    private int[]? _epochStarts;

    /// <summary>Joins shards.</summary>
    /// <param name="shards">Shards in their order.</param>
    public SplitRecords(IndexedShard[] shards)
    {
        _shards = shards;
        _starts = new int[shards.Length + 1];
        for (int i = 0; i < shards.Length; i++)
            _starts[i + 1] = checked(_starts[i] + shards[i].Count);
        _writtenEpochs = new Lazy<int>(() => Count == 0 ? 1 : EpochOf(Count - 1) + 1, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Number of records, all epochs counted.</summary>
    public int Count => _starts[^1];

    /// <summary>Epochs that the split was written in, at least 1.</summary>
    public int WrittenEpochs => _writtenEpochs.Value;

    /// <summary>Bytes of a record with its frame.</summary>
    /// <param name="record">Number of the record.</param>
    public int FramedBytes(int record)
    {
        int shard = ShardOf(record);
        return _shards[shard].FramedBytes(record - _starts[shard]);
    }

    /// <summary>Reads a record with its frame.</summary>
    /// <param name="record">Number of the record.</param>
    /// <param name="destination">Exactly <see cref="FramedBytes"/> bytes.</param>
    public void Read(int record, Span<byte> destination)
    {
        int shard = ShardOf(record);
        _shards[shard].Read(record - _starts[shard], destination);
    }

    /// <summary>Reads some features of a record.</summary>
    /// <param name="record">Number of the record.</param>
    /// <param name="excerpt">Which features.</param>
    /// <returns>An example of those features.</returns>
    /// <exception cref="Core.Errors.BadSampleException">The record is no example.</exception>
    public ReadOnlyMemory<byte> Read(int record, RecordExcerpt excerpt)
    {
        int shard = ShardOf(record);
        return excerpt.Read(_shards[shard], record - _starts[shard]);
    }

    /// <summary>Where a record lies, in words: file and number within it.</summary>
    /// <param name="record">Number of the record.</param>
    public string PlaceOf(int record)
    {
        int shard = ShardOf(record);
        return FormattableString.Invariant($"{Path.GetFileName(_shards[shard].Path)}, record {record - _starts[shard]}");
    }

    /// <summary>The records that belong to an epoch; shards hold epoch after epoch, and after the last the first is served again.</summary>
    /// <param name="epoch">Epoch asked for.</param>
    public (int First, int Count) RecordsOf(uint epoch)
    {
        if (WrittenEpochs == 1)
            return (0, Count);
        int stored = (int)(epoch % (uint)WrittenEpochs);
        int first = FirstOf(stored);
        return (first, FirstOf(stored + 1) - first);
    }

    /// <summary>The first record of each stored epoch and, last, <see cref="Count"/>. Read once, each record at most once; not for several threads.</summary>
    /// <param name="cancellation">Ends the reading between two records.</param>
    /// <exception cref="FeedRefusal">More epochs than records are stored.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public int[] ReadEpochStarts(CancellationToken cancellation)
    {
        if (_epochStarts is not null)
            return _epochStarts;
        int epochs = WrittenEpochs;

        // What follows takes time and memory by their number, which a file may state as it likes.
        if (epochs > Math.Max(1, Count))
            throw FeedErrors.EpochsWithoutRecords(PlaceOf(Count - 1), epochs, Count);
        int[] starts = new int[epochs + 1];
        starts[epochs] = Count;
        if (epochs > 1)
        {
            int first = EpochOf(0);
            FindStarts((0, Math.Min(first, epochs - 1)), (Count - 1, epochs - 1), starts, cancellation);
        }

        return _epochStarts = starts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IndexedShard shard in _shards)
            shard.Dispose();
    }

    /// <summary>The first record of an epoch or a later one.</summary>
    private int FirstOf(int epoch)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (EpochOf(middle) < epoch)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Finds where epochs begin between two records whose own are known, going into those halves alone in which some begin.</summary>
    private void FindStarts((int Record, int Epoch) low, (int Record, int Epoch) high, int[] starts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (low.Epoch == high.Epoch)
            return;
        if (high.Record - low.Record == 1)
        {
            starts.AsSpan((low.Epoch + 1)..(high.Epoch + 1)).Fill(high.Record);
            return;
        }

        int record = low.Record + ((high.Record - low.Record) / 2);

        // Clamped, so that starts ascend in files whose epochs do not.
        (int Record, int Epoch) middle = (record, Math.Clamp(EpochOf(record), low.Epoch, high.Epoch));
        FindStarts(low, middle, starts, cancellation);
        FindStarts(middle, high, starts, cancellation);
    }

    private int EpochOf(int record)
    {
        byte[] framed = new byte[FramedBytes(record)];
        Read(record, framed);
        var scan = new ExampleScan();
        scan.Read(framed.AsMemory(RecordFraming.HeaderBytes, framed.Length - RecordFraming.OverheadBytes));
        long[] values = [];
        return scan.ReadIntegers("sample/epoch"u8, ref values) == 1 && values[0] is >= 0 and < EpochOrder.Epochs ? (int)values[0] : 0;
    }

    private int ShardOf(int record)
    {
        int found = Array.BinarySearch(_starts, record);
        int shard = found >= 0 ? found : ~found - 1;

        // Empty shards share their start with the next one.
        while (_starts[shard + 1] == record)
            shard++;
        return shard;
    }
}
