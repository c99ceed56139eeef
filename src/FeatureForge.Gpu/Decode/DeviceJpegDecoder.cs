using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Decode;

/// <summary>
/// The second half of JPEG decoding on a device: coefficients that the host's entropy decoder made become packed RGB, the bits of
/// <see cref="FastJpegDecoder"/>. Per batch <see cref="Begin"/>, <see cref="Add"/> for each image, <see cref="Run"/>. One instance per worker
/// and queue.
/// </summary>
public sealed class DeviceJpegDecoder : IDisposable
{
    private const int PlaneNumbers = 5;
    private const int PlanNumbers = 24;
    private const int BlocksPerGroup = 32;
    private const int BlockSide = 8;

    private readonly IComputeProgram _transform;
    private readonly IComputeProgram _color;
    private readonly UploadBuffer<short> _coefficients;
    private readonly UploadBuffer<ulong> _planes;
    private readonly UploadBuffer<uint> _firstBlocks;
    private readonly UploadBuffer<int> _quantizers;
    private readonly UploadBuffer<ulong> _plans;
    private readonly GrowingBuffer _samples;
    private long _pictureBytes;
    private long _sampleBytes;
    private long _mostPixels;
    private uint _blocks;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">Device to run on.</param>
    /// <exception cref="DriverException">A kernel does not compile, or the driver refuses.</exception>
    public DeviceJpegDecoder(IComputeDevice device)
    {
        _coefficients = new UploadBuffer<short>(device);
        _planes = new UploadBuffer<ulong>(device);
        _firstBlocks = new UploadBuffer<uint>(device);
        _quantizers = new UploadBuffer<int>(device);
        _plans = new UploadBuffer<ulong>(device);
        _samples = new GrowingBuffer(device);
        _transform = device.Build(KernelLibrary.Load("decode/inverseTransform"));
        _color = device.Build(KernelLibrary.Load("decode/color"));
    }

    /// <summary>Samples of all planes as the inverse transform made them, one plane behind the other; for checks.</summary>
    internal IDeviceBuffer Planes => _samples.Memory;

    /// <summary>Starts a batch.</summary>
    /// <exception cref="DriverException">The batch before failed.</exception>
    public void Begin()
    {
        _coefficients.Begin();
        _planes.Begin();
        _firstBlocks.Begin();
        _quantizers.Begin();
        _plans.Begin();
        _pictureBytes = 0;
        _sampleBytes = 0;
        _mostPixels = 0;
        _blocks = 0;
    }

    /// <summary>
    /// True when the kernels do the file that a decoder read last. They do not where luma is stored smaller than the picture, or the two
    /// chroma components differ in size; no camera or encoder writes such files, and the host decodes them.
    /// </summary>
    /// <param name="decoder">Decoder after <see cref="FastJpegDecoder.Read"/> or a decoding without refusal.</param>
    public static bool Takes(FastJpegDecoder decoder)
    {
        JpegFrame frame = decoder.Frame;
        ReadOnlySpan<JpegComponent> components = frame.Components;
        return frame.Shape.Pixels <= 1L << 29
            && components[0].Horizontal == frame.MostHorizontal && components[0].Vertical == frame.MostVertical
            && (components.Length == 1 || (components[1].Horizontal == components[2].Horizontal && components[1].Vertical == components[2].Vertical));
    }

    /// <summary>Takes the coefficients of the next image.</summary>
    /// <param name="decoder">Decoder that made the coefficients, with this file as its last one.</param>
    /// <param name="coefficients">Coefficients of the whole picture.</param>
    /// <param name="window">Part of the picture as stored that is made.</param>
    /// <param name="firstByte">Where the whole picture's first byte lies within the pictures; those outside the window are not written.</param>
    /// <exception cref="ArgumentException">The kernels do not do this file (<see cref="Takes"/>), or the window does not lie in the picture.</exception>
    public void Add(FastJpegDecoder decoder, JpegCoefficients coefficients, PictureWindow window, long firstByte)
    {
        JpegFrame frame = decoder.Frame;
        if (!Takes(decoder))
            throw new ArgumentException($"The sampling of this file of {frame.Shape} is left to the host; ask Takes first.", nameof(decoder));
        if (window.X < 0 || window.Y < 0 || window.Width < 1 || window.Height < 1 || window.X > frame.Shape.Width - window.Width || window.Y > frame.Shape.Height - window.Height)
            throw new ArgumentException($"The window {window} does not lie in the picture of {frame.Shape}.", nameof(window));
        ArgumentOutOfRangeException.ThrowIfNegative(firstByte);
        _pictureBytes = Math.Max(_pictureBytes, firstByte + frame.Shape.RgbBytes);
        Span<ulong> plan = _plans.Take(PlanNumbers);
        plan.Clear();
        for (int i = 0; i < frame.ComponentCount; i++)
            LayPlane(frame, coefficients, i, plan);
        if (frame.ComponentCount > 1)
        {
            JpegComponent chroma = frame.Components[1];
            plan[6] = (ulong)chroma.SampleWidth;
            plan[7] = (ulong)chroma.SampleHeight;
            plan[8] = (ulong)(frame.MostHorizontal / chroma.Horizontal);
            plan[9] = (ulong)(frame.MostVertical / chroma.Vertical);
            plan[10] = (ulong)ChromaUpsampler.KindOf(frame, chroma);
            plan[11] = frame.IsRgb ? 2u : 1u;
        }

        plan[12] = (ulong)window.X;
        plan[13] = (ulong)window.Y;
        plan[14] = (ulong)window.Width;
        plan[15] = (ulong)window.Height;
        plan[16] = (ulong)(firstByte + ((long)window.Y * frame.Shape.RowBytes) + (window.X * ImageShape.Channels));
        plan[17] = (ulong)frame.Shape.RowBytes;
        _mostPixels = Math.Max(_mostPixels, (long)window.Width * window.Height);
    }

    /// <summary>Makes the windows of all images; returns when the work is queued.</summary>
    /// <param name="queue">Always the same one.</param>
    /// <param name="pictures">Takes the pixels where <see cref="Add"/> was told.</param>
    /// <exception cref="ArgumentException">The buffer ends before an image does.</exception>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Run(IComputeQueue queue, IDeviceBuffer pictures)
    {
        int images = _plans.Count / PlanNumbers;
        if (_pictureBytes > pictures.ByteCount)
            throw new ArgumentException($"The pictures reach to byte {_pictureBytes}, their buffer has {pictures.ByteCount}.", nameof(pictures));
        if (images == 0)
            return;
        uint planeCount = (uint)_firstBlocks.Count;
        _firstBlocks.Take(1)[0] = _blocks;
        _coefficients.Send(queue);
        _planes.Send(queue);
        _firstBlocks.Send(queue);
        _quantizers.Send(queue);
        _plans.Send(queue);
        var samples = KernelArgument.Of(_samples.Ensure(_sampleBytes, queue));
        queue.Launch(
            _transform.Kernel("inverseTransform"),
            LaunchShape.ToCover((_blocks + BlocksPerGroup - 1) / BlocksPerGroup * BatchLaunch.Lanes, BatchLaunch.Lanes),
            [KernelArgument.Of(_coefficients.Memory), samples, KernelArgument.Of(_planes.Memory), KernelArgument.Of(_firstBlocks.Memory), planeCount, KernelArgument.Of(_quantizers.Memory)]);
        queue.Launch(_color.Kernel("color"), BatchLaunch.Of(_mostPixels, images), [samples, KernelArgument.Of(pictures), KernelArgument.Of(_plans.Memory)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_coefficients, _planes, _firstBlocks, _quantizers, _plans, _samples, _transform, _color])
            part.Dispose();
    }

    private void LayPlane(JpegFrame frame, JpegCoefficients coefficients, int component, Span<ulong> plan)
    {
        ReadOnlySpan<short> blocks = coefficients.Blocks(component);
        int stride = coefficients.BlocksPerRow(component) * BlockSide;
        ReadOnlySpan<ulong> plane =
        [
            (ulong)_coefficients.Count, (ulong)_sampleBytes, (ulong)coefficients.BlocksPerRow(component), (ulong)stride, (ulong)_quantizers.Count,
        ];
        plane.CopyTo(_planes.Take(PlaneNumbers));
        plan[2 * component] = (ulong)_sampleBytes;
        plan[(2 * component) + 1] = (ulong)stride;
        int blockCount = coefficients.BlocksPerRow(component) * coefficients.BlockRows(component);
        blocks[..(blockCount * JpegFrame.BlockSize)].CopyTo(_coefficients.Take(blockCount * JpegFrame.BlockSize));
        ReadOnlySpan<ushort> quantizer = frame.Quantizer(frame.Components[component].Quantizer);
        Span<int> factors = _quantizers.Take(JpegFrame.BlockSize);
        for (int i = 0; i < factors.Length; i++)
            factors[i] = (short)quantizer[i];
        _firstBlocks.Take(1)[0] = _blocks;
        _blocks += (uint)blockCount;
        _sampleBytes += (long)stride * coefficients.BlockRows(component) * BlockSide;
    }
}
