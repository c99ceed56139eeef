using System.Runtime.InteropServices;
using FeatureForge.Core.Buffers;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The coefficients of one row of coding units, in groups of 32 blocks: coefficient n of all blocks side by side, so that both passes
/// of the inverse transform are purely vertical. Behind each group lies a line that takes what decoding throws away. Files of several
/// scans need all rows at once: those lie in slabs of a size that the pool keeps, and one row at a time is selected.
/// </summary>
internal sealed class CoefficientRows : IDisposable
{
    /// <summary>Blocks of a group.</summary>
    public const int GroupBlocks = 32;

    /// <summary>Coefficients from one group to the next, the thrown-away line included.</summary>
    public const int GroupStride = (JpegFrame.BlockSize + 1) * GroupBlocks;

    /// <summary>Just what the pool lends without rounding up.</summary>
    private const int LargestSlab = (1 << 24) - AlignedBuffer.LineBytes;

    private const int KeptSlabs = GrowableBuffer.KeptBytes / LargestSlab;
    private readonly List<AlignedBuffer> _slabs = [];
    private readonly int[] _firstGroups = new int[JpegFrame.MostComponents];
    private readonly int[] _groupsPerRow = new int[JpegFrame.MostComponents];
    private BlockSlot[] _slots = [];
    private int _groups;
    private int _row;

    /// <summary>The blocks of the row in the order of the file.</summary>
    public ReadOnlySpan<BlockSlot> Slots => _slots.AsSpan(0, SlotCount);

    /// <summary>Blocks of the row.</summary>
    public int SlotCount { get; private set; }

    /// <summary>int16: all groups of the selected row; zero except between decoding and transform.</summary>
    public Span<short> Coefficients => MemoryMarshal.Cast<byte, short>(SlabBytes(_row / RowsPerSlab).Slice(_row % RowsPerSlab * RowBytes, RowBytes));

    /// <summary>Rows of coding units in a slab.</summary>
    public int RowsPerSlab { get; private set; }

    /// <summary>Memory that all rows of a frame at once take.</summary>
    /// <param name="frame">Frame.</param>
    public static long PictureBytes(JpegFrame frame)
    {
        long groups = 0;
        foreach (ref readonly JpegComponent component in frame.Components)
            groups += (long)Groups(component.BlocksPerRow) * component.BlockRows;
        return groups * GroupStride * sizeof(short);
    }

    /// <summary>Lays out the rows of a frame and clears them.</summary>
    /// <param name="frame">Frame.</param>
    /// <param name="count">Rows of coding units to hold at once.</param>
    public void Begin(JpegFrame frame, int count)
    {
        _groups = 0;
        int blocks = 0;
        for (int i = 0; i < frame.ComponentCount; i++)
        {
            JpegComponent component = frame.Components[i];
            _firstGroups[i] = _groups;
            _groupsPerRow[i] = Groups(component.BlocksPerRow);
            _groups += _groupsPerRow[i] * component.Vertical;
            blocks += component.BlocksPerRow * component.Vertical;
        }

        if (_slots.Length < blocks)
            _slots = new BlockSlot[Math.Max(blocks, _slots.Length * 2)];
        SlotCount = blocks;
        FillSlots(frame);
        _row = 0;
        RowsPerSlab = Math.Clamp(LargestSlab / RowBytes, 1, count);
        int slabs = (count + RowsPerSlab - 1) / RowsPerSlab;
        while (_slabs.Count < slabs)
            _slabs.Add(new AlignedBuffer());
        for (int i = 0; i < slabs; i++)
            SlabBytes(i).Clear();
    }

    /// <summary>Selects a row of coding units.</summary>
    /// <param name="row">Row, of those held.</param>
    public void Select(int row) => _row = row;

    /// <summary>The memory of some rows of coding units, for other use after their transform.</summary>
    /// <param name="slab">Slab: number of a row over <see cref="RowsPerSlab"/>.</param>
    public Span<byte> SlabBytes(int slab) => _slabs[slab].Ensure((long)RowsPerSlab * RowBytes);

    /// <summary>Groups that hold a row of blocks.</summary>
    /// <param name="blocks">Blocks per row.</param>
    public static int Groups(int blocks) => (blocks + GroupBlocks - 1) / GroupBlocks;

    /// <summary>Groups of a component, those of its first row of blocks first.</summary>
    /// <param name="component">Component.</param>
    /// <param name="blockRow">Row of blocks within the row of coding units.</param>
    /// <returns>Place of the first coefficient of the row's first group.</returns>
    public int RowStart(int component, int blockRow) => (_firstGroups[component] + blockRow * _groupsPerRow[component]) * GroupStride;

    /// <summary>Place of a block among the 32 of its group, chosen so that the transform's bytes come out in order.</summary>
    /// <param name="block">Block of the group, 0 to 31.</param>
    public static int Lane(int block) => 8 * (block >> 1 & 3) + 2 * (block >> 3) + (block & 1);

    /// <summary>Place of a block's first coefficient.</summary>
    /// <param name="component">Component.</param>
    /// <param name="blockRow">Row of blocks within the row of coding units.</param>
    /// <param name="block">Block of the row.</param>
    public int Place(int component, int blockRow, int block) =>
        RowStart(component, blockRow) + block / GroupBlocks * GroupStride + Lane(block % GroupBlocks);

    /// <summary>Gives up the memory of a huge picture.</summary>
    public void Trim()
    {
        for (int i = 0; i < _slabs.Count; i++)
        {
            if (i < KeptSlabs)
                _slabs[i].Trim();
            else
                _slabs[i].Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer slab in _slabs)
            slab.Dispose();
    }

    private int RowBytes => _groups * GroupStride * sizeof(short);

    private void FillSlots(JpegFrame frame)
    {
        int number = 0;
        for (int unit = 0; unit < frame.UnitsPerRow; unit++)
        {
            for (int i = 0; i < frame.ComponentCount; i++)
            {
                JpegComponent component = frame.Components[i];
                for (int y = 0; y < component.Vertical; y++)
                {
                    for (int x = 0; x < component.Horizontal; x++)
                    {
                        _slots[number++] = new BlockSlot
                        {
                            Destination = Place(i, y, unit * component.Horizontal + x),
                            DcTable = component.DcTable * HuffmanTables.Entries,
                            AcTable = (JpegFrame.TablesPerClass + component.AcTable) * HuffmanTables.Entries,
                            Component = i,
                        };
                    }
                }
            }
        }
    }
}
