using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>What the markers of a file that is taken say: everything the coded data need. Reused from file to file.</summary>
internal sealed class JpegFrame
{
    /// <summary>Most colour components of a frame.</summary>
    public const int MostComponents = 3;

    /// <summary>Huffman tables of each class.</summary>
    public const int TablesPerClass = 4;

    /// <summary>Bytes of one Huffman table: 16 counts and up to 256 symbols.</summary>
    public const int HuffmanBytes = 16 + 256;

    /// <summary>Coefficients of a block.</summary>
    public const int BlockSize = 64;

    private readonly JpegComponent[] _components = new JpegComponent[MostComponents];
    private readonly byte[] _huffman = new byte[2 * TablesPerClass * HuffmanBytes];
    private readonly ushort[] _quantizers = new ushort[(TablesPerClass + MostComponents) * BlockSize];

    /// <summary>Size of the picture.</summary>
    public ImageShape Shape { get; set; }

    /// <summary>Colour components, 1 or 3; 0 before the frame header was seen.</summary>
    public int ComponentCount { get; set; }

    /// <summary>The components, in the order of frame and scan.</summary>
    public Span<JpegComponent> Components => _components.AsSpan(0, ComponentCount);

    /// <summary>Largest horizontal sampling factor.</summary>
    public int MostHorizontal { get; set; }

    /// <summary>Largest vertical sampling factor.</summary>
    public int MostVertical { get; set; }

    /// <summary>Coding units (MCUs) per row.</summary>
    public int UnitsPerRow { get; set; }

    /// <summary>Rows of coding units.</summary>
    public int UnitRows { get; set; }

    /// <summary>Rows of pixels in a row of coding units.</summary>
    public int UnitHeight => 8 * MostVertical;

    /// <summary>Coding units between restart markers, or 0.</summary>
    public int RestartInterval { get; set; }

    /// <summary>True when the components are red, green and blue.</summary>
    public bool IsRgb { get; set; }

    /// <summary>True after a JFIF marker, which settles the colours.</summary>
    public bool HasJfif { get; set; }

    /// <summary>Transform of the Adobe marker, or -1.</summary>
    public int AdobeTransform { get; set; }

    /// <summary>One bit for each quantization table that was defined.</summary>
    public int QuantizersDefined { get; set; }

    /// <summary>One bit for each Huffman table that was defined, DC tables first.</summary>
    public int HuffmanDefined { get; set; }

    /// <summary>Offset of the first coded byte.</summary>
    public int ScanOffset => Scan.Offset;

    /// <summary>True for a progressive frame, whose scans hold parts of the coefficients.</summary>
    public bool IsProgressive { get; set; }

    /// <summary>True when the picture is not complete after one scan.</summary>
    public bool HasSeveralScans { get; set; }

    /// <summary>The scan that the markers were read up to.</summary>
    public ScanHeader Scan { get; set; }

    /// <summary>What the scans so far deliver.</summary>
    public ScanProgress Progress { get; } = new();

    /// <summary>Forgets the file before.</summary>
    public void Clear()
    {
        Progress.Clear();
        IsProgressive = HasSeveralScans = false;
        Scan = default;
        ComponentCount = 0;
        RestartInterval = 0;
        IsRgb = HasJfif = false;
        AdobeTransform = -1;
        QuantizersDefined = HuffmanDefined = 0;
    }

    /// <summary>A quantization table, in rows and columns (not in the order of the file).</summary>
    /// <param name="table">Table, 0 to 3; those behind are what <see cref="KeepQuantizer"/> keeps.</param>
    public Span<ushort> Quantizer(int table) => _quantizers.AsSpan(table * BlockSize, BlockSize);

    /// <summary>Keeps a component's table as it is at its first scan: as in libjpeg, later definitions do not change it.</summary>
    /// <param name="component">Component.</param>
    public void KeepQuantizer(int component)
    {
        ref JpegComponent keeper = ref _components[component];
        if (keeper.Quantizer >= TablesPerClass)
            return;
        Quantizer(keeper.Quantizer).CopyTo(Quantizer(TablesPerClass + component));
        keeper.Quantizer = TablesPerClass + component;
    }

    /// <summary>A Huffman table: 16 counts, then the symbols.</summary>
    /// <param name="table">Table: 0 to 3 for DC, 4 to 7 for AC.</param>
    public Span<byte> Huffman(int table) => _huffman.AsSpan(table * HuffmanBytes, HuffmanBytes);
}
