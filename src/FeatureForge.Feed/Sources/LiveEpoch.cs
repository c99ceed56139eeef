using FeatureForge.Core.Errors;
using FeatureForge.Feed.Serving;
using FeatureForge.Records.Encode;

namespace FeatureForge.Feed.Sources;

/// <summary>One epoch of a split of a recipe.</summary>
/// <param name="source">Recipe and listing.</param>
/// <param name="split">Split.</param>
/// <param name="order">Positions in the listing.</param>
/// <param name="epochs">Epoch that random steps draw for at each place, or one for all places.</param>
internal sealed class LiveEpoch(LiveSource source, string split, int[] order, ushort[] epochs) : IFeedEpoch
{
    private const long BytesAhead = 256L << 20;

    /// <inheritdoc/>
    public int Samples => order.Length;

    /// <inheritdoc/>
    public bool IsStored => false;

    /// <summary>Split.</summary>
    public string Split => split;

    /// <summary>Epoch that random steps draw for at a place.</summary>
    /// <param name="place">0 to <see cref="Samples"/> - 1.</param>
    public int PipelineEpoch(int place) => epochs[epochs.Length == 1 ? 0 : place];

    /// <summary>Counters of the feed.</summary>
    public FeedMetrics Metrics => source.Metrics;

    /// <summary>The sample at a place: its position in the listing.</summary>
    /// <param name="place">0 to <see cref="Samples"/> - 1.</param>
    public int this[int place] => order[place];

    /// <inheritdoc/>
    public IRecordStream Open(IEnumerable<int> places, int batch, bool keepsBatch)
    {
        long affordable = BytesAhead / source.Stages.OutputShape.RgbBytes;
        int slots = (int)Math.Clamp(affordable, 2, Math.Min(4096L, batch + (2L * source.Workers.Count)));
        return new LiveStream(this, source.Workers, places, slots);
    }

    /// <summary>An encoder for one slot.</summary>
    public RecordEncoder MakeEncoder() => source.MakeEncoder();

    /// <summary>Counts a sample that cannot be made.</summary>
    /// <param name="index">Position in the listing.</param>
    /// <param name="bad">Why.</param>
    /// <exception cref="FeatureForgeException">The recipe does not allow it, or not so many.</exception>
    public void NoteBad(int index, BadSampleException bad) => source.NoteBad(index, bad);

    /// <summary>Counts a sample whose photo was decoded with a warning.</summary>
    /// <param name="index">Position in the listing.</param>
    public void NoteConcealed(int index) => source.NoteConcealed(index);
}
