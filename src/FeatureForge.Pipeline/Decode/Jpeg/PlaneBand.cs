using System.Runtime.InteropServices;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The samples of one component in one row of coding units, and the last row of the band before. Every row has a cache line of
/// room to its left and its right.
/// </summary>
internal sealed class PlaneBand : IDisposable
{
    /// <summary>Bytes of room on each side of a row.</summary>
    public const int Margin = AlignedBuffer.LineBytes;

    private readonly AlignedBuffer _buffer = new();
    private readonly short[] _quantizer = new short[JpegFrame.BlockSize];
    private JpegComponent _component;
    private int _number;
    private int _groups;
    private GroupRange _wanted;

    /// <summary>Rows of samples in a band.</summary>
    public int Rows => 8 * _component.Vertical;

    /// <summary>Samples per row that belong to the picture.</summary>
    public int SampleWidth => _component.SampleWidth;

    /// <summary>Rows of the whole component that belong to the picture.</summary>
    public int SampleHeight => _component.SampleHeight;

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Margin + _groups * InverseTransform.GroupBytes;

    /// <summary>Readies the band for a component.</summary>
    /// <param name="frame">Frame.</param>
    /// <param name="component">Component.</param>
    /// <param name="wanted">Pixels wanted; samples that none of their columns is made of stay undefined.</param>
    public void Begin(JpegFrame frame, int component, RowRange wanted)
    {
        _number = component;
        _component = frame.Components[component];
        _groups = CoefficientRows.Groups(_component.BlocksPerRow);
        _wanted = GroupRange.Of(wanted, frame, _component);
        ReadOnlySpan<ushort> quantizer = frame.Quantizer(_component.Quantizer);
        for (int i = 0; i < _quantizer.Length; i++)
            _quantizer[i] = (short)quantizer[i];
    }

    /// <summary>The samples from a row of the band on, without its left margin; at least a row and a margin behind it can be read.</summary>
    /// <param name="row">Row of the band; -1 is the last row of the band before.</param>
    public Span<byte> From(int row) => Bytes()[((row + 1) * Stride + Margin)..];

    /// <summary>Transforms the component's coefficients into the band.</summary>
    /// <param name="rows">Coefficients, cleared here.</param>
    /// <param name="level">Width of the vectors.</param>
    public void Fill(CoefficientRows rows, SimdLevel level)
    {
        int stride = Stride;
        Span<byte> bytes = Bytes();
        Span<short> coefficients = rows.Coefficients;
        for (int blockRow = 0; blockRow < _component.Vertical; blockRow++)
        {
            int start = rows.RowStart(_number, blockRow);
            Span<byte> target = bytes[((1 + 8 * blockRow) * stride + Margin)..];
            for (int group = 0; group < _groups; group++)
            {
                Span<short> blocks = coefficients.Slice(start + group * CoefficientRows.GroupStride, CoefficientRows.GroupStride);
                if (_wanted.Contains(group))
                    InverseTransform.Run(blocks, _quantizer, target[(group * InverseTransform.GroupBytes)..], stride, level);
                else
                    blocks.Clear();
            }
        }
    }

    /// <summary>Keeps the last row for the next band.</summary>
    public void KeepLastRow()
    {
        Span<byte> bytes = Bytes();
        bytes.Slice(Rows * Stride, Stride + Margin).CopyTo(bytes);
    }

    /// <summary>Repeats the first and the last sample of a row to its left and right, as far as upsampling looks.</summary>
    /// <param name="row">Row of the band, or -1.</param>
    public void RepeatEdges(int row)
    {
        Span<byte> samples = Bytes()[((row + 1) * Stride)..];
        samples[Margin - 1] = samples[Margin];
        samples[Margin + SampleWidth] = samples[Margin + SampleWidth - 1];
    }

    /// <summary>The samples of a row with one more on each side.</summary>
    /// <param name="row">Row of the band, or -1.</param>
    public ReadOnlySpan<byte> WithNeighbours(int row) => Bytes().Slice((row + 1) * Stride + Margin - 1, SampleWidth + 2);

    /// <summary>Gives up the memory of a huge picture.</summary>
    public void Trim() => _buffer.Trim();

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private Span<byte> Bytes() => _buffer.Ensure((long)(Rows + 1) * Stride + 2 * Margin);
}
