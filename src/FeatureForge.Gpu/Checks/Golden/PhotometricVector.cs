using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Photometric;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Noise, changed by photometric steps; of a shape that is no multiple of what a lane takes.</summary>
/// <param name="operation">Program that the steps are there for.</param>
/// <param name="stream">First stream of the noise.</param>
/// <param name="steps">One step, or several that one pass carries out.</param>
internal sealed class PhotometricVector(string operation, uint stream, IReadOnlyList<PhotometricStepOptions> steps) : GoldenVector(operation)
{
    private const int Images = 3;
    private const ulong Seed = 0x601D;
    private static readonly ImageShape s_shape = new(37, 29);
    private static readonly BoxPixels s_object = new(8, 6, 25, 20);

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        using var stage = new PhotometricStage(steps, s_shape);
        int pictureBytes = (int)s_shape.RgbBytes;
        var result = new byte[Images * pictureBytes];
        for (int i = 0; i < Images; i++)
        {
            Span<byte> pixels = result.AsSpan(i * pictureBytes, pictureBytes);
            PixelsOf(i).CopyTo(pixels);
            stage.Run(new ImageView(s_shape, pixels), [s_object], Seed, (ulong)i, 0, new AugmentationLog());
        }

        return result;
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        using IComputeQueue queue = device.CreateQueue();
        using var stage = new DevicePhotometricStage(device, steps, s_shape);
        using var pictures = new PictureBatch(device, s_shape, Images);
        stage.Begin(Images);
        for (int i = 0; i < Images; i++)
        {
            queue.Upload(PixelsOf(i), pictures.Memory, (long)i * pictures.PictureBytes);
            stage.Add(new SampleDraw(Seed, (ulong)i, 0), [s_object], new AugmentationLog());
        }

        stage.Run(queue, pictures);
        return PictureReading.Packed(queue, pictures);
    }

    private byte[] PixelsOf(int index) => CounterBytes.Of(stream + (uint)index, s_shape.RgbBytes);
}
