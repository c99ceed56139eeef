using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Pictures of every usual sampling, odd in width and height: upsampling and colour.</summary>
internal sealed class ColorVector() : GoldenVector("decode/color")
{
    private const uint FirstStream = 200;
    private static readonly ImageShape s_shape = new(45, 35);
    private static readonly (int Horizontal, int Vertical)?[] s_factors = [(1, 1), (2, 1), (2, 2), (1, 2), null];

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        using var decoder = new FastJpegDecoder();
        return [.. s_factors.SelectMany((_, i) => JpegReading.Picture(decoder, FileOf(i)))];
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        using IComputeQueue queue = device.CreateQueue();
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        using var stage = new DeviceJpegDecoder(device);
        var result = new byte[s_factors.Length * s_shape.RgbBytes];
        using IDeviceBuffer pictures = device.Allocate(result.Length);
        stage.Begin();
        for (int i = 0; i < s_factors.Length; i++)
        {
            JpegReading.Coefficients(decoder, FileOf(i), coefficients);
            stage.Add(decoder, coefficients, new PictureWindow(0, 0, s_shape.Width, s_shape.Height), i * s_shape.RgbBytes);
        }

        stage.Run(queue, pictures);
        queue.Download(pictures, 0, result);
        return result;
    }

    private static byte[] FileOf(int index) => DrawnJpeg.Write(s_shape, s_factors[index], FirstStream + (uint)index);
}
