namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>One block of a row of coding units: where its coefficients go and which tables it uses.</summary>
internal struct BlockSlot
{
    /// <summary>Place of the block's first coefficient, in coefficients.</summary>
    public int Destination;

    /// <summary>Place of the DC table's first entry.</summary>
    public int DcTable;

    /// <summary>Place of the AC table's first entry.</summary>
    public int AcTable;

    /// <summary>Component, whose DC prediction the block continues.</summary>
    public int Component;
}
