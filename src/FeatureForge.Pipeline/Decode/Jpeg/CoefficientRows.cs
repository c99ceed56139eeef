using System.Runtime.InteropServices;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The coefficients of one row of coding units, in groups of 32 blocks: coefficient n of all blocks side by side, so that both passes
/// of the inverse transform are purely vertical. Behind each group lies a line that takes what decoding throws away.
/// </summary>
internal sealed class CoefficientRows : IDisposable
{
    /// <summary>Blocks of a group.</summary>
    public const int GroupBlocks = 32;

    /// <summary>Coefficients from one group to the next, the thrown-away line included.</summary>
    public const int GroupStride = (JpegFrame.BlockSize + 1) * GroupBlocks;

    private readonly AlignedBuffer _buffer = new();
    private readonly int[] _firstGroups = new int[JpegFrame.MostComponents];
    private readonly int[] _groupsPerRow = new int[JpegFrame.MostComponents];
    private BlockSlot[] _slots = [];
    private int _groups;

    /// <summary>The blocks of the row in the order of the file.</summary>
    public ReadOnlySpan<BlockSlot> Slots => _slots.AsSpan(0, SlotCount);

    /// <summary>Blocks of the row.</summary>
    public int SlotCount { get; private set; }

    /// <summary>int16: all groups; zero except between decoding and transform.</summary>
    public Span<short> Coefficients => MemoryMarshal.Cast<byte, short>(_buffer.Ensure((long)_groups * GroupStride * sizeof(short)));

    /// <summary>Lays out the rows of a frame and clears them.</summary>
    /// <param name="frame">Frame.</param>
    public void Begin(JpegFrame frame)
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
        Coefficients.Clear();
    }

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
    public void Trim() => _buffer.Trim();

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

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
