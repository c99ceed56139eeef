using System.Runtime.InteropServices;
using FeatureForge.Core.Buffers;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>The quantized coefficients of one picture. Reused from picture to picture.</summary>
public sealed class JpegCoefficients : IDisposable
{
    private readonly GrowableBuffer[] _buffers = [new(), new(), new()];
    private readonly int[] _blocksPerRow = new int[JpegFrame.MostComponents];
    private readonly int[] _blockRows = new int[JpegFrame.MostComponents];

    /// <summary>Components: 1 or 3.</summary>
    public int Count { get; private set; }

    /// <summary>Blocks per row of a component, filled up to whole coding units.</summary>
    /// <param name="component">Component, 0 to <see cref="Count"/> - 1.</param>
    public int BlocksPerRow(int component) => _blocksPerRow[component];

    /// <summary>Rows of blocks of a component, filled up to whole coding units.</summary>
    /// <param name="component">Component, 0 to <see cref="Count"/> - 1.</param>
    public int BlockRows(int component) => _blockRows[component];

    /// <summary>int16 [block rows, blocks per row, 64]: coefficients in rows and columns (not in the order of the file), not dequantized.</summary>
    /// <param name="component">Component, 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<short> Blocks(int component) => Values(component);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GrowableBuffer buffer in _buffers)
            buffer.Dispose();
    }

    internal void Begin(JpegFrame frame)
    {
        Count = frame.ComponentCount;
        for (int i = 0; i < Count; i++)
        {
            _blocksPerRow[i] = frame.Components[i].BlocksPerRow;
            _blockRows[i] = frame.Components[i].BlockRows;
        }
    }

    internal void Fill(JpegFrame frame, CoefficientRows rows, int band)
    {
        Span<short> source = rows.Coefficients;
        for (int i = 0; i < Count; i++)
        {
            int vertical = frame.Components[i].Vertical;
            Span<short> blocks = Values(i)[(band * vertical * _blocksPerRow[i] * JpegFrame.BlockSize)..];
            for (int blockRow = 0; blockRow < vertical; blockRow++)
            {
                for (int block = 0; block < _blocksPerRow[i]; block++)
                {
                    Span<short> values = source[rows.Place(i, blockRow, block)..];
                    for (int n = 0; n < JpegFrame.BlockSize; n++)
                        blocks[n] = values[n * CoefficientRows.GroupBlocks];
                    blocks = blocks[JpegFrame.BlockSize..];
                }
            }
        }

        source.Clear();
    }

    private Span<short> Values(int component) =>
        MemoryMarshal.Cast<byte, short>(_buffers[component].Ensure((long)_blocksPerRow[component] * _blockRows[component] * JpegFrame.BlockSize * sizeof(short)));
}
