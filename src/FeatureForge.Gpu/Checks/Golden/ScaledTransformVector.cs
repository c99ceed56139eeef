using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Grey pictures of whole blocks, made two, four and eight times smaller by the transforms for that.</summary>
internal sealed class ScaledTransformVector() : GoldenVector("decode/scaledTransform")
{
    private const uint FirstStream = 250;
    private static readonly ImageShape s_shape = new(96, 64);
    private static readonly int[] s_divisors = [2, 4, 8];

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        using var host = new ImageDecoder(new DecodeOptions { Fidelity = DecodeFidelity.Fast });
        List<byte> result = [];
        foreach (int divisor in s_divisors)
        {
            byte[] file = FileOf(divisor);
            DecodePlan plan = host.Plan(file) with { Divisor = divisor };
            var luma = new LumaCollector(s_shape.Width / divisor);
            host.Run(file, plan, new RowRange(0, s_shape.Height / divisor), new byte[plan.ScratchBytes], luma);
            result.AddRange(luma.Samples);
        }

        return [.. result];
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        using IComputeQueue queue = device.CreateQueue();
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        using var stage = new DeviceJpegDecoder(device);
        using IDeviceBuffer nothing = device.Allocate(1);
        List<(PicturePlace Place, ImageShape Shape)> planes = [];
        stage.Begin();
        foreach (int divisor in s_divisors)
        {
            JpegReading.Coefficients(decoder, FileOf(divisor), coefficients);
            var shape = new ImageShape(s_shape.Width / divisor, s_shape.Height / divisor);
            PlanePlaces places = stage.AddPlanes(decoder, coefficients, divisor, new PlaneWindows(new PictureWindow(0, 0, shape.Width, shape.Height), default));
            planes.Add((places.Luma, shape));
        }

        stage.Run(queue, nothing);
        List<byte> result = [];
        foreach (var (place, shape) in planes)
        {
            var row = new byte[shape.Width];
            for (int y = 0; y < shape.Height; y++)
            {
                queue.Download(stage.Planes, place.FirstByte + ((long)y * place.Stride), row);
                result.AddRange(row);
            }
        }

        return [.. result];
    }

    private static byte[] FileOf(int divisor) => DrawnJpeg.Write(s_shape, null, FirstStream + (uint)divisor);
}
