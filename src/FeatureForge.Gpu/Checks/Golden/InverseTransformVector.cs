using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Grey pictures of whole blocks, whose samples are the result of the inverse transform and nothing else.</summary>
internal sealed class InverseTransformVector() : GoldenVector("decode/inverseTransform")
{
    private const uint FirstStream = 100;
    private static readonly ImageShape[] s_shapes = [new(64, 48), new(8, 8), new(120, 16)];

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        using var decoder = new FastJpegDecoder();
        return [.. s_shapes.SelectMany((_, i) => JpegReading.Picture(decoder, FileOf(i)).Where((_, place) => place % ImageShape.Channels == 0))];
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        using IComputeQueue queue = device.CreateQueue();
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        using var stage = new DeviceJpegDecoder(device);
        using IDeviceBuffer pictures = device.Allocate(s_shapes.Sum(shape => shape.RgbBytes));
        long place = 0;
        stage.Begin();
        for (int i = 0; i < s_shapes.Length; i++)
        {
            JpegReading.Coefficients(decoder, FileOf(i), coefficients);
            stage.Add(decoder, coefficients, new PictureWindow(0, 0, s_shapes[i].Width, s_shapes[i].Height), place);
            place += s_shapes[i].RgbBytes;
        }

        stage.Run(queue, pictures);
        var samples = new byte[s_shapes.Sum(shape => shape.Pixels)];
        queue.Download(stage.Planes, 0, samples);
        return samples;
    }

    private static byte[] FileOf(int index) => DrawnJpeg.Write(s_shapes[index], null, FirstStream + (uint)index);
}
