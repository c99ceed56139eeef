using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Geometry;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Pictures;

/// <summary>
/// From the coefficients of JPEG files to output pictures on a device, in either fidelity: stages 2 and 3 with the bits of the host's, and
/// the memory between them, of which each image takes only what its window needs. Per batch <see cref="Begin"/>, <see cref="Add"/> for
/// each image that <see cref="Takes"/> is true of, <see cref="Run"/>. One instance per worker and queue; allocates nothing once it is warm.
/// </summary>
public sealed class DevicePictures : IDisposable
{
    private readonly DeviceJpegDecoder _decoder;
    private readonly DeviceGeometryStage _geometry;
    private readonly GrowingBuffer _sources;
    private long _sourceBytes;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">Device to run on.</param>
    /// <param name="options">Output shape and steps, those of the stage that plans.</param>
    /// <exception cref="DriverException">A kernel does not compile, or the driver refuses.</exception>
    public DevicePictures(IComputeDevice device, GeometryOptions options)
    {
        _decoder = new DeviceJpegDecoder(device);
        _geometry = new DeviceGeometryStage(device, options);
        _sources = new GrowingBuffer(device);
    }

    /// <summary>True when the device makes the picture of a file that the host's decoder took; else the host makes it.</summary>
    /// <param name="decoder">Decoder that read this file last, without refusal.</param>
    /// <param name="plan">Plan of the file, scaled as the host would.</param>
    public static bool Takes(FastJpegDecoder decoder, in DecodePlan plan) =>
        plan.Format == ImageFormat.Jpeg && plan.Stored == decoder.Frame.Shape && DeviceJpegDecoder.Takes(decoder) && DeviceJpegDecoder.TakesDivisor(plan.Stored, plan.Divisor);

    /// <summary>Starts a batch.</summary>
    /// <param name="images">Images that will be added at most, at least 1.</param>
    /// <exception cref="DriverException">The batch before failed.</exception>
    public void Begin(int images)
    {
        _decoder.Begin();
        _geometry.Begin(images);
        _sourceBytes = 0;
    }

    /// <summary>Takes the next image: by planes where its plan says so, by upright packed RGB else.</summary>
    /// <param name="planned">Stage of the same options, after <see cref="GeometryStage.PlanWindow"/> for this image.</param>
    /// <param name="plan">Plan of its file, scaled as the host would (<see cref="ImageDecoder.Scaled"/>).</param>
    /// <param name="decoder">Decoder that made the coefficients, with this file as its last one.</param>
    /// <param name="coefficients">Coefficients of the whole picture.</param>
    /// <exception cref="ArgumentException">The device does not make this picture (<see cref="Takes"/>), or it is not the one planned.</exception>
    /// <exception cref="InvalidOperationException">All images of the batch were added.</exception>
    public void Add(GeometryStage planned, in DecodePlan plan, FastJpegDecoder decoder, JpegCoefficients coefficients)
    {
        if (!Takes(decoder, plan) || planned.Upright != plan.Upright)
            throw new ArgumentException($"The file of {plan.Stored} is not one that the device takes, or not the one that was planned.", nameof(plan));
        if (plan.Planes is not null)
        {
            PlaneWindows windows = _geometry.AddPlanes(planned, plan.Rows, plan.Divisor);
            _geometry.PlacePlanes(_decoder.AddPlanes(decoder, coefficients, plan.Divisor, windows));
            return;
        }

        PicturePlace place = _geometry.AddWindow(planned, _sourceBytes, out PictureWindow window);
        _decoder.Add(decoder, coefficients, plan.Orientation, window, place);
        _sourceBytes += (long)window.Width * window.Height * ImageShape.Channels;
    }

    /// <summary>Makes the output pictures; returns when the work is queued.</summary>
    /// <param name="queue">Always the same one.</param>
    /// <param name="pictures">Takes a picture of the output shape for each image, in the order added.</param>
    /// <exception cref="ArgumentException">The pictures are too few or of another shape.</exception>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Run(IComputeQueue queue, PictureBatch pictures)
    {
        IDeviceBuffer sources = _sources.Ensure(_sourceBytes, queue);
        _decoder.Run(queue, sources);
        _geometry.Run(queue, sources, pictures, _decoder.Planes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _geometry.Dispose();
        _sources.Dispose();
    }
}
