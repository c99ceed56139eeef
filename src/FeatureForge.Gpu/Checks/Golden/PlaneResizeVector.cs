using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Pictures;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Files of every usual sampling on the way of fidelity <c>fast</c>: planes are resized to the output and become colours there.</summary>
internal sealed class PlaneResizeVector() : GoldenVector("geometry/planeResize")
{
    private const uint FirstStream = 340;
    private const ulong Seed = 0x601D;
    private static readonly ImageShape s_shape = new(75, 61);
    private static readonly (int Horizontal, int Vertical)?[] s_factors = [(1, 1), (2, 1), (2, 2), (1, 2), null];
    private static readonly DecodeOptions s_decode = new() { Fidelity = DecodeFidelity.Fast };
    private static readonly GeometryOptions s_geometry = new()
    {
        Output = new ImageShape(37, 29),
        Steps = [new CropOptions { Probability = 1, Area = new NumberRange(0.3, 0.9) }],
    };

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        using var host = new ImageDecoder(s_decode);
        using var geometry = new GeometryStage(s_geometry, Seed);
        int pictureBytes = (int)s_geometry.Output.RgbBytes;
        var result = new byte[s_factors.Length * pictureBytes];
        for (int i = 0; i < s_factors.Length; i++)
        {
            byte[] file = FileOf(i);
            DecodePlan plan = host.Plan(file);
            DrawnSample.Plan(geometry, s_shape, i);
            geometry.PlanRows(plan.Rows, plan.Divisor);
            host.Run(file, plan, geometry.RowsNeeded, new byte[plan.ScratchBytes], geometry);
            geometry.Finish(new ImageView(s_geometry.Output, result.AsSpan(i * pictureBytes, pictureBytes)));
        }

        return result;
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        using IComputeQueue queue = device.CreateQueue();
        using var host = new ImageDecoder(s_decode);
        using var geometry = new GeometryStage(s_geometry, Seed);
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        using var stage = new DevicePictures(device, s_geometry);
        using var pictures = new PictureBatch(device, s_geometry.Output, s_factors.Length);
        stage.Begin(s_factors.Length);
        for (int i = 0; i < s_factors.Length; i++)
        {
            byte[] file = FileOf(i);
            JpegReading.Coefficients(decoder, file, coefficients);
            DrawnSample.Plan(geometry, s_shape, i);
            stage.Add(geometry, host.Plan(file), decoder, coefficients);
        }

        stage.Run(queue, pictures);
        return PictureReading.Packed(queue, pictures);
    }

    private static byte[] FileOf(int index) => DrawnJpeg.Write(s_shape, s_factors[index], FirstStream + (uint)index);
}
