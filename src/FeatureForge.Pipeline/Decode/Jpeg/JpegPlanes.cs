using System.Runtime.InteropServices;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>The sample planes of one picture as the file stores them, chroma possibly at a lower resolution. Reused from picture to picture.</summary>
public sealed class JpegPlanes : IDisposable
{
    private readonly AlignedBuffer[] _buffers = [new(), new(), new()];
    private readonly int[] _strides = new int[JpegFrame.MostComponents];
    private readonly int[] _widths = new int[JpegFrame.MostComponents];
    private readonly int[] _heights = new int[JpegFrame.MostComponents];
    private readonly GroupRange[] _groups = new GroupRange[JpegFrame.MostComponents];

    /// <summary>Planes: 1 or 3.</summary>
    public int Count { get; private set; }

    /// <summary>Samples per row of a plane, filled up to whole coding units.</summary>
    /// <param name="plane">Plane, 0 to <see cref="Count"/> - 1.</param>
    public int Width(int plane) => _widths[plane];

    /// <summary>Rows of a plane, filled up to whole coding units.</summary>
    /// <param name="plane">Plane, 0 to <see cref="Count"/> - 1.</param>
    public int Height(int plane) => _heights[plane];

    /// <summary>Bytes from one row of a plane to the next.</summary>
    /// <param name="plane">Plane, 0 to <see cref="Count"/> - 1.</param>
    public int Stride(int plane) => _strides[plane];

    /// <summary>uint8: the samples of a plane, row after row.</summary>
    /// <param name="plane">Plane, 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Samples(int plane) => Bytes(plane);

    /// <summary>Gives up the memory of a huge picture; the samples are gone then.</summary>
    public void Trim()
    {
        foreach (AlignedBuffer buffer in _buffers)
            buffer.Trim();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer buffer in _buffers)
            buffer.Dispose();
    }

    internal void Begin(JpegFrame frame, RowRange wanted)
    {
        Count = frame.ComponentCount;
        for (int i = 0; i < Count; i++)
        {
            JpegComponent component = frame.Components[i];
            _widths[i] = 8 * component.BlocksPerRow;
            _heights[i] = 8 * component.BlockRows;
            _groups[i] = GroupRange.Of(wanted, frame, component);

            // A stride of a whole number of pages would put all rows of a block into the same places of the cache.
            _strides[i] = CoefficientRows.Groups(component.BlocksPerRow) * InverseTransform.GroupBytes + AlignedBuffer.LineBytes;
        }
    }

    internal void Fill(JpegFrame frame, CoefficientRows rows, int band, SimdLevel level)
    {
        Span<short> coefficients = rows.Coefficients;
        for (int i = 0; i < Count; i++)
        {
            JpegComponent component = frame.Components[i];
            ReadOnlySpan<short> quantizer = MemoryMarshal.Cast<ushort, short>(frame.Quantizer(component.Quantizer));
            Span<byte> samples = Bytes(i);
            int groups = CoefficientRows.Groups(component.BlocksPerRow);
            for (int blockRow = 0; blockRow < component.Vertical; blockRow++)
            {
                int start = rows.RowStart(i, blockRow);
                Span<byte> target = samples[(8 * (band * component.Vertical + blockRow) * _strides[i])..];
                for (int group = 0; group < groups; group++)
                {
                    Span<short> blocks = coefficients.Slice(start + group * CoefficientRows.GroupStride, CoefficientRows.GroupStride);
                    if (_groups[i].Contains(group))
                        InverseTransform.Run(blocks, quantizer, target[(group * InverseTransform.GroupBytes)..], _strides[i], level);
                    else
                        blocks.Clear();
                }
            }
        }
    }

    private Span<byte> Bytes(int plane) => _buffers[plane].Ensure((long)_heights[plane] * _strides[plane]);
}
