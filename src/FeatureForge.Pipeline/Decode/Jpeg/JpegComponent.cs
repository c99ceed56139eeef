namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>One colour component of a frame.</summary>
internal struct JpegComponent
{
    /// <summary>Number that scans name the component by.</summary>
    public byte Id;

    /// <summary>Horizontal sampling factor, 1 to 4.</summary>
    public int Horizontal;

    /// <summary>Vertical sampling factor, 1 to 4.</summary>
    public int Vertical;

    /// <summary>Quantization table, 0 to 3.</summary>
    public int Quantizer;

    /// <summary>Huffman table of DC coefficients, 0 to 3.</summary>
    public int DcTable;

    /// <summary>Huffman table of AC coefficients, 0 to 3.</summary>
    public int AcTable;

    /// <summary>Blocks per row, filled up to whole coding units.</summary>
    public int BlocksPerRow;

    /// <summary>Rows of blocks, filled up to whole coding units.</summary>
    public int BlockRows;

    /// <summary>Samples per row that belong to the picture.</summary>
    public int SampleWidth;

    /// <summary>Rows of samples that belong to the picture.</summary>
    public int SampleHeight;
}
