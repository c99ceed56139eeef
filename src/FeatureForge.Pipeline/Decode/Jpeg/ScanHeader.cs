namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>What the header of a scan says.</summary>
internal struct ScanHeader
{
    /// <summary>One bit for each component of the frame that the scan holds.</summary>
    public int Components;

    /// <summary>First coefficient, in the order of the file.</summary>
    public int First;

    /// <summary>Last coefficient, in the order of the file.</summary>
    public int Last;

    /// <summary>Lowest bit that the scans before delivered of these coefficients (Ah), or 0 when this is their first scan.</summary>
    public int Before;

    /// <summary>Lowest bit that this scan delivers (Al).</summary>
    public int Low;

    /// <summary>Offset of the first coded byte.</summary>
    public int Offset;

    /// <summary>True when the scan holds a component.</summary>
    /// <param name="component">Component of the frame.</param>
    public readonly bool Holds(int component) => (Components >> component & 1) != 0;
}
