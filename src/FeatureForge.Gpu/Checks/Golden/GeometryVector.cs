using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Geometry;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Noise of several shapes, brought to one shape by steps of geometry.</summary>
/// <param name="operation">Program that the steps are there for.</param>
/// <param name="stream">First stream of the noise.</param>
/// <param name="steps">Steps; none is a resize.</param>
internal sealed class GeometryVector(string operation, uint stream, IReadOnlyList<GeometryStepOptions> steps) : GoldenVector(operation)
{
    private const ulong Seed = 0x601D;
    private static readonly ImageShape[] s_sources = [new(64, 48), new(17, 33), new(37, 29), new(90, 5)];
    private readonly GeometryOptions _options = new() { Output = new ImageShape(37, 29), Steps = steps };

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        using var host = new GeometryStage(_options, Seed);
        int pictureBytes = (int)_options.Output.RgbBytes;
        var result = new byte[s_sources.Length * pictureBytes];
        for (int i = 0; i < s_sources.Length; i++)
        {
            ImageShape source = s_sources[i];
            DrawnSample.Plan(host, s_sources[i], i);
            host.PlanRows(RowFormat.Rgb(source));
            host.Accept(new RowBand(0, source.Height, PixelsOf(i), source.RowBytes));
            host.Finish(new ImageView(_options.Output, result.AsSpan(i * pictureBytes, pictureBytes)));
        }

        return result;
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        using IComputeQueue queue = device.CreateQueue();
        using var host = new GeometryStage(_options, Seed);
        using var stage = new DeviceGeometryStage(device, _options);
        using var pictures = new PictureBatch(device, _options.Output, s_sources.Length);
        using IDeviceBuffer sources = device.Allocate(s_sources.Sum(source => source.RgbBytes));
        long place = 0;
        stage.Begin(s_sources.Length);
        for (int i = 0; i < s_sources.Length; i++)
        {
            DrawnSample.Plan(host, s_sources[i], i);
            stage.Add(host, place);
            queue.Upload(PixelsOf(i), sources, place);
            place += s_sources[i].RgbBytes;
        }

        stage.Run(queue, sources, pictures);
        return PictureReading.Packed(queue, pictures);
    }

    private byte[] PixelsOf(int index) => CounterBytes.Of(stream + (uint)index, s_sources[index].RgbBytes);
}
