using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Sources;

/// <summary>
/// Decides the split of an image: by its path alone, so that an image keeps its split when others come or go and all boxes of one
/// photo stay together. Shares are laid side by side in ordinal order of the names, so the order in the recipe does not matter.
/// </summary>
internal sealed class SplitPlan
{
    /// <summary>Most splits of a source; each becomes files of its own.</summary>
    public const int MostSplits = 64;

    private const double OneOver2To53 = 1.0 / (1L << 53);
    private readonly double[] _ends;

    /// <summary>Lays the shares side by side.</summary>
    /// <param name="shares">Names with shares that add up to 1; empty for all in <c>train</c>.</param>
    public SplitPlan(IReadOnlyList<KeyValuePair<string, double>> shares)
    {
        KeyValuePair<string, double>[] sorted = [.. shares.Where(share => share.Value > 0).OrderBy(share => share.Key, StringComparer.Ordinal)];
        Names = sorted.Length == 0 ? [SplitNames.Default] : [.. sorted.Select(share => share.Key)];
        _ends = new double[Names.Count];
        double sum = 0;
        for (int i = 0; i < sorted.Length; i++)
            _ends[i] = sum += sorted[i].Value;
        _ends[^1] = 1; // What rounding left over belongs to the last.
    }

    /// <summary>Names that <see cref="Of"/> counts by, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Split of an image, an index into <see cref="Names"/>.</summary>
    /// <param name="imagePath">Path relative to <c>images</c>, UTF-8.</param>
    public int Of(ReadOnlySpan<byte> imagePath)
    {
        if (Names.Count == 1)
            return 0;
        ulong hash = SampleListingBuilder.HashKey(imagePath);
        double place = (hash >> 11) * OneOver2To53;
        int split = 0;
        while (place >= _ends[split])
            split++;
        return split;
    }
}
