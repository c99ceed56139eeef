using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Decode;

/// <summary>Coefficients of a batch on their way to samples: only the blocks that windows are made of go to the device and are transformed there.</summary>
internal sealed class BlockTransforms : IDisposable
{
    private const int BlockSide = 8;

    private readonly UploadBuffer<short> _coefficients;
    private readonly UploadBuffer<int> _quantizers;
    private readonly GrowingBuffer _samples;
    private readonly BlockList _whole;
    private readonly BlockList _scaled;
    private long _sampleBytes;

    /// <summary>Compiles the kernels.</summary>
    public BlockTransforms(IComputeDevice device)
    {
        _coefficients = new UploadBuffer<short>(device);
        _quantizers = new UploadBuffer<int>(device);
        _samples = new GrowingBuffer(device);
        _whole = new BlockList(device, "inverseTransform");
        _scaled = new BlockList(device, "scaledTransform");
    }

    /// <summary>The samples, once they were made.</summary>
    public IDeviceBuffer Samples => _samples.Memory;

    /// <summary>Forgets the batch before.</summary>
    public void Begin()
    {
        _coefficients.Begin();
        _quantizers.Begin();
        _whole.Begin();
        _scaled.Begin();
        _sampleBytes = 0;
    }

    /// <summary>Takes the blocks of one component that a window is made of.</summary>
    /// <param name="frame">Frame of the picture.</param>
    /// <param name="coefficients">Coefficients of the whole picture.</param>
    /// <param name="component">Component.</param>
    /// <param name="window">Window in samples of the component as they are made, inside its blocks.</param>
    /// <param name="divisor">How many times smaller than stored it is made: 1, 2, 4 or 8.</param>
    /// <returns>Where the component's samples will lie.</returns>
    public PicturePlace Add(JpegFrame frame, JpegCoefficients coefficients, int component, PictureWindow window, int divisor)
    {
        int side = BlockSide / divisor;
        int firstColumn = window.X / side, firstRow = window.Y / side;
        int columns = ((window.X + window.Width - 1) / side) + 1 - firstColumn, rows = ((window.Y + window.Height - 1) / side) + 1 - firstRow;
        var blocks = new PictureWindow(firstColumn, firstRow, columns, rows);
        var samples = new PictureWindow(firstColumn * side, firstRow * side, columns * side, rows * side);
        ReadOnlySpan<ulong> plane =
        [
            (ulong)_coefficients.Count, (ulong)_sampleBytes, (ulong)columns, (ulong)samples.Width, (ulong)_quantizers.Count, (ulong)side,
        ];
        (divisor == 1 ? _whole : _scaled).Add(plane, columns * rows);
        int blocksPerRow = coefficients.BlocksPerRow(component);
        if (side == 1)
            CopyMeans(coefficients.Blocks(component), blocksPerRow, blocks);
        else
            CopyBlocks(coefficients.Blocks(component), blocksPerRow, blocks);
        ReadOnlySpan<ushort> quantizer = frame.Quantizer(frame.Components[component].Quantizer);
        Span<int> factors = _quantizers.Take(JpegFrame.BlockSize);
        for (int i = 0; i < factors.Length; i++)
            factors[i] = (short)quantizer[i];
        var place = PicturePlace.OfWindow(samples, _sampleBytes, elementBytes: 1);
        _sampleBytes += (long)samples.Width * samples.Height;
        return place;
    }

    /// <summary>Queues the transforms.</summary>
    public void Run(IComputeQueue queue)
    {
        IDeviceBuffer samples = _samples.Ensure(_sampleBytes, queue);
        if (_coefficients.Count == 0)
            return;
        _coefficients.Send(queue);
        _quantizers.Send(queue);
        _whole.Run(queue, _coefficients.Memory, samples, _quantizers.Memory);
        _scaled.Run(queue, _coefficients.Memory, samples, _quantizers.Memory);
    }

    public void Dispose()
    {
        foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_coefficients, _quantizers, _samples, _whole, _scaled])
            part.Dispose();
    }

    private void CopyBlocks(ReadOnlySpan<short> source, int blocksPerRow, PictureWindow blocks)
    {
        int rowLength = blocks.Width * JpegFrame.BlockSize;
        Span<short> target = _coefficients.Take(blocks.Height * rowLength);
        for (int row = 0; row < blocks.Height; row++)
        {
            int first = (((blocks.Y + row) * blocksPerRow) + blocks.X) * JpegFrame.BlockSize;
            source.Slice(first, rowLength).CopyTo(target[(row * rowLength)..]);
        }
    }

    /// <summary>Where a block becomes one sample, nothing but its first coefficient counts.</summary>
    private void CopyMeans(ReadOnlySpan<short> source, int blocksPerRow, PictureWindow blocks)
    {
        Span<short> target = _coefficients.Take(blocks.Height * blocks.Width);
        for (int i = 0; i < target.Length; i++)
            target[i] = source[(((blocks.Y + (i / blocks.Width)) * blocksPerRow) + blocks.X + (i % blocks.Width)) * JpegFrame.BlockSize];
    }
}
