using FeatureForge.Core.Errors;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>
/// Labels of all records of a split. Each label of a record is kept once, four bytes for it and four for the record.
/// </summary>
internal sealed class StoredLabels
{
    private readonly SplitRecords _records;
    private readonly RecordProfile _profile;
    private readonly RecordExcerpt _excerpt = new(["image/class/label"u8.ToArray(), "image/object/class/label"u8.ToArray()]);
    private readonly ExampleScan _scan = new();
    private readonly int[] _starts;
    private int[] _labels = [];
    private long[] _numbers = [];

    /// <summary>For each label one more than the record that held it last.</summary>
    private readonly int[] _lastHolder;

    /// <summary>Reads the labels.</summary>
    /// <param name="records">Records of the split.</param>
    /// <param name="profile">Numbering of the labels.</param>
    /// <param name="labels">Number of labels that the manifest names.</param>
    /// <param name="cancellation">Ends the reading between two records.</param>
    /// <exception cref="FeedRefusal">A record is damaged.</exception>
    /// <exception cref="Core.Errors.FeatureForgeException">A file is damaged.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public StoredLabels(SplitRecords records, RecordProfile profile, int labels, CancellationToken cancellation)
    {
        _records = records;
        _profile = profile;
        _lastHolder = new int[labels];
        _starts = new int[records.Count + 1];
        for (int record = 0; record < records.Count; record++)
        {
            cancellation.ThrowIfCancellationRequested();
            _starts[record + 1] = Append(record, _starts[record]);
        }
    }

    /// <summary>Labels of a record, counted from 0.</summary>
    /// <param name="record">Number of the record.</param>
    public ReadOnlySpan<int> this[int record] => _labels.AsSpan(_starts[record].._starts[record + 1]);

    /// <summary>Adds the labels of a record: that of the whole picture, or those of its boxes where it has none.</summary>
    /// <returns>Where the labels of the next one begin.</returns>
    private int Append(int record, int start)
    {
        int end = start;
        foreach (long stored in NumbersOf(record))
        {
            long label = stored - RecordProfiles.FirstLabel(_profile);
            if (label < 0 || label >= _lastHolder.Length)
                throw FeedErrors.LabelsDamaged(_records.PlaceOf(record), $"the label {stored} is none of the manifest's {_lastHolder.Length}.");
            if (_lastHolder[label] == record + 1)
                continue;
            _lastHolder[label] = record + 1;
            if (end == _labels.Length)
                Array.Resize(ref _labels, checked(Math.Max(1024, end * 2)));
            _labels[end++] = (int)label;
        }

        return end;
    }

    private ReadOnlySpan<long> NumbersOf(int record)
    {
        try
        {
            _scan.Read(_records.Read(record, _excerpt));
            int count = _scan.ReadIntegers("image/class/label"u8, ref _numbers);
            if (count <= 0)
                count = Math.Max(0, _scan.ReadIntegers("image/object/class/label"u8, ref _numbers));
            return _numbers.AsSpan(0, count);
        }
        catch (BadSampleException damage)
        {
            throw FeedErrors.LabelsDamaged(_records.PlaceOf(record), damage.Message);
        }
    }
}
