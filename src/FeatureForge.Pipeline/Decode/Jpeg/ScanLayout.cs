namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The coding units of one of several scans. With several components they are those of the frame; with one component each is a single
/// block, and the blocks that only fill up the frame's coding units are not coded.
/// </summary>
internal sealed class ScanLayout
{
    private BlockSlot[] _slots = [];
    private int _slotCount;
    private int _component;
    private int _blockRowsPerBand;

    /// <summary>Coding units per row.</summary>
    public int UnitsPerRow { get; private set; }

    /// <summary>Rows of coding units.</summary>
    public int Rows { get; private set; }

    /// <summary>Coding units of the scan.</summary>
    public long Units => (long)UnitsPerRow * Rows;

    /// <summary>The blocks of a row in the order of the file.</summary>
    public ReadOnlySpan<BlockSlot> Slots => _slots.AsSpan(0, _slotCount);

    /// <summary>Lays out the scan that a frame's markers were read up to.</summary>
    /// <param name="frame">Frame.</param>
    /// <param name="rows">Where the coefficients go.</param>
    public void Begin(JpegFrame frame, CoefficientRows rows)
    {
        ScanHeader scan = frame.Scan;
        _slotCount = 0;
        if (int.PopCount(scan.Components) == 1)
        {
            _component = int.TrailingZeroCount(scan.Components);
            JpegComponent component = frame.Components[_component];
            _blockRowsPerBand = component.Vertical;
            UnitsPerRow = (component.SampleWidth + 7) / 8;
            Rows = (component.SampleHeight + 7) / 8;
            EnsureRoom(UnitsPerRow);
            for (int block = 0; block < UnitsPerRow; block++)
                Add(component, _component, rows.Place(_component, 0, block) - rows.RowStart(_component, 0));
            return;
        }

        _blockRowsPerBand = 0;
        UnitsPerRow = frame.UnitsPerRow;
        Rows = frame.UnitRows;
        EnsureRoom(rows.SlotCount);
        for (int unit = 0; unit < UnitsPerRow; unit++)
        {
            for (int i = 0; i < frame.ComponentCount; i++)
            {
                if (scan.Holds(i))
                    AddUnit(frame.Components[i], i, unit, rows);
            }
        }
    }

    /// <summary>Where the blocks of a row go.</summary>
    /// <param name="row">Row of coding units.</param>
    /// <param name="rows">All rows of the picture.</param>
    public Span<short> Coefficients(int row, CoefficientRows rows)
    {
        if (_blockRowsPerBand == 0)
        {
            rows.Select(row);
            return rows.Coefficients;
        }

        rows.Select(row / _blockRowsPerBand);
        return rows.Coefficients[rows.RowStart(_component, row % _blockRowsPerBand)..];
    }

    private void EnsureRoom(int slots)
    {
        if (_slots.Length < slots)
            _slots = new BlockSlot[Math.Max(slots, _slots.Length * 2)];
    }

    private void AddUnit(in JpegComponent component, int number, int unit, CoefficientRows rows)
    {
        for (int y = 0; y < component.Vertical; y++)
        {
            for (int x = 0; x < component.Horizontal; x++)
                Add(component, number, rows.Place(number, y, unit * component.Horizontal + x));
        }
    }

    private void Add(in JpegComponent component, int number, int destination) => _slots[_slotCount++] = new BlockSlot
    {
        Destination = destination,
        DcTable = component.DcTable * HuffmanTables.Entries,
        AcTable = (JpegFrame.TablesPerClass + component.AcTable) * HuffmanTables.Entries,
        Component = number,
    };
}
