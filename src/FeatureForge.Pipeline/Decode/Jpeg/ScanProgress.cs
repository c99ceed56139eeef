namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// How far the scans of a file have brought its coefficients. Only the regular course is taken, in which every bit of every coefficient
/// comes once and all have come at the end; libjpeg-turbo warns about some of the others and smooths the pictures of the rest.
/// </summary>
internal sealed class ScanProgress
{
    /// <summary>As many as TurboJPEG takes.</summary>
    private const int MostScans = 500;

    private const int LargestShift = 13;
    private const sbyte NotSeen = -1;

    /// <summary>Lowest bit known of each coefficient of each component, in the order of the file.</summary>
    private readonly sbyte[] _low = new sbyte[JpegFrame.MostComponents * JpegFrame.BlockSize];
    private int _scans;

    /// <summary>Forgets the file before.</summary>
    public void Clear()
    {
        Array.Fill(_low, NotSeen);
        _scans = 0;
    }

    /// <summary>Takes note of a scan.</summary>
    /// <param name="scan">Its header.</param>
    /// <param name="isProgressive">True in a progressive frame.</param>
    /// <returns>False when it does not go on where the scans before stopped.</returns>
    public bool Take(in ScanHeader scan, bool isProgressive)
    {
        if (++_scans > MostScans || !(isProgressive ? IsPossible(scan) : IsWhole(scan)))
            return false;
        for (int i = 0; i < JpegFrame.MostComponents; i++)
        {
            if (!scan.Holds(i))
                continue;
            Span<sbyte> low = _low.AsSpan(i * JpegFrame.BlockSize, JpegFrame.BlockSize);
            sbyte expected = scan.Before == 0 ? NotSeen : (sbyte)scan.Before;
            Span<sbyte> band = low[scan.First..(scan.Last + 1)];
            if ((scan.First > 0 && low[0] == NotSeen) || band.ContainsAnyExcept(expected))
                return false;
            band.Fill((sbyte)scan.Low);
        }

        return true;
    }

    /// <summary>True when every coefficient is known to the last bit.</summary>
    /// <param name="components">Components of the frame.</param>
    public bool IsComplete(int components) => !_low.AsSpan(0, components * JpegFrame.BlockSize).ContainsAnyExcept((sbyte)0);

    private static bool IsWhole(in ScanHeader scan) => scan is { First: 0, Last: JpegFrame.BlockSize - 1, Before: 0, Low: 0 };

    /// <summary>DC and AC never share a scan, and only DC scans hold several components.</summary>
    private static bool IsPossible(in ScanHeader scan)
    {
        if (scan.Low > LargestShift || (scan.Before != 0 && scan.Low != scan.Before - 1))
            return false;
        return scan.First == 0
            ? scan.Last == 0
            : scan.First <= scan.Last && scan.Last < JpegFrame.BlockSize && int.PopCount(scan.Components) == 1;
    }
}
