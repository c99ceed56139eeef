namespace FeatureForge.Pipeline.Targets;

/// <summary>How the objects of one size were matched.</summary>
public sealed class MatchStatistics
{
    /// <summary>Number of equal bins from IoU 0 to 1.</summary>
    public const int HistogramBins = 20;

    // IoUs are summed as whole multiples of 2^-24, so that the sum does not depend on the order of the samples or workers.
    private const double SumUnit = 1.0 / (1 << 24);

    private readonly long[] _bestIoU = new long[HistogramBins];
    private long _bestIoUSum;

    /// <summary>Objects matched or lost.</summary>
    public long Objects { get; private set; }

    /// <summary>Objects that got no anchor, because none overlaps or others took those that it could have had.</summary>
    public long Lost { get; private set; }

    /// <summary>Objects whose only anchor is below the threshold: the rule forced the match.</summary>
    public long Forced { get; private set; }

    /// <summary>Positive anchors.</summary>
    public long Positives { get; private set; }

    /// <summary>Mean of the objects' best IoU with any anchor, 0 to 1; 0 when there are no objects.</summary>
    public double MeanBestIoU => Objects == 0 ? 0 : _bestIoUSum * SumUnit / Objects;

    /// <summary>int64 [<see cref="HistogramBins"/>]: objects by best IoU with any anchor; bin i holds i / 20 to below (i + 1) / 20, the last one 1 too.</summary>
    public ReadOnlySpan<long> BestIoUHistogram => _bestIoU;

    /// <summary>Adds the figures of another part of the run.</summary>
    /// <param name="other">Left unchanged.</param>
    public void Merge(MatchStatistics other)
    {
        Objects += other.Objects;
        Lost += other.Lost;
        Forced += other.Forced;
        Positives += other.Positives;
        _bestIoUSum += other._bestIoUSum;
        for (int i = 0; i < HistogramBins; i++)
            _bestIoU[i] += other._bestIoU[i];
    }

    internal void AddObject(AnchorChoice best, AnchorChoice own, float threshold)
    {
        Objects++;
        if (own.Anchor < 0)
            Lost++;
        else if (own.IoU < threshold)
            Forced++;
        _bestIoUSum += (long)(best.IoU * (1 << 24));
        _bestIoU[Math.Min((int)(best.IoU * HistogramBins), HistogramBins - 1)]++;
    }

    internal void AddPositive() => Positives++;
}
