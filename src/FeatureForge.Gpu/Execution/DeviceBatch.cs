using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Photometric;
using FeatureForge.Gpu.Pictures;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Execution;

/// <summary>
/// Memory and stages of one batch with a queue of its own: copies, kernels and the way back run one behind the other without the host,
/// and beside those of other batches. Per batch <see cref="Begin"/>, <see cref="Add"/> for each sample, <see cref="Submit"/>,
/// <see cref="Wait"/>; then pictures and targets may be read until the next <see cref="Begin"/>.
/// </summary>
internal sealed class DeviceBatch : IDisposable
{
    private readonly StageOptions _options;
    private readonly List<IDisposable> _parts = [];
    private readonly IComputeQueue _queue;
    private readonly IComputeEvent _done;
    private readonly DevicePictures _sources;
    private readonly DevicePhotometricStage? _photometric;
    private readonly DeviceTargetStage? _targets;
    private readonly PictureBatch _pictures;
    private readonly IPinnedBuffer _output;
    private PictureDemand _taken;
    private int _count;

    /// <summary>Takes the memory whose size is known and compiles the kernels.</summary>
    /// <param name="device">Device to run on.</param>
    /// <param name="options">Options of every stage.</param>
    /// <param name="limits">What the batch may hold.</param>
    /// <param name="anchors">Anchors and where to count; null without targets.</param>
    /// <exception cref="DriverException">No memory, a kernel does not compile, or the driver refuses.</exception>
    public DeviceBatch(IComputeDevice device, StageOptions options, BatchLimits limits, (AnchorSet Anchors, MatchReport Report)? anchors)
    {
        _options = options;
        Limits = limits;
        try
        {
            _queue = Keep(device.CreateQueue());
            _done = Keep(device.CreateEvent());
            _sources = Keep(new DevicePictures(device, options.Geometry));
            _photometric = options.Photometric.Count == 0 ? null : Keep(new DevicePhotometricStage(device, options.Photometric, options.OutputShape));
            _pictures = Keep(new PictureBatch(device, options.OutputShape, limits.Images));
            _output = Keep(device.AllocatePinned((long)limits.Images * _pictures.PictureBytes));
            if (anchors is { } known)
                _targets = Keep(new DeviceTargetStage(device, options.Targets!, options.OutputShape, known.Anchors, _queue) { Report = known.Report });
        }
        catch
        {
            ReleaseParts();
            throw;
        }
    }

    /// <summary>What it may hold.</summary>
    public BatchLimits Limits { get; }

    /// <summary>True between <see cref="Submit"/> and <see cref="Wait"/>.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>True when no sample fits any more.</summary>
    public bool IsFull => _count == Limits.Images;

    /// <summary>Starts the next batch.</summary>
    /// <exception cref="DriverException">The batch before failed.</exception>
    public void Begin()
    {
        _sources.Begin(Limits.Images);
        _photometric?.Begin(Limits.Images);
        _taken = default;
        _count = 0;
    }

    /// <summary>True when a picture fits into what is left.</summary>
    /// <param name="demand">What it needs.</param>
    public bool HasRoomFor(PictureDemand demand) => !IsFull && Limits.Hold(_taken + demand);

    /// <summary>Takes a sample whose coefficients were made, and draws its photometric steps.</summary>
    /// <param name="planned">The sample; its log takes the drawn parameters.</param>
    /// <param name="coefficients">Decoder and what it made.</param>
    /// <param name="demand">What the picture needs; there is room for it.</param>
    /// <param name="times">Takes the time of each part.</param>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Add(in PlannedSample planned, JpegIntake coefficients, PictureDemand demand, StageTimes times)
    {
        _sources.Add(planned.Geometry, planned.Plan, coefficients.Decoder, coefficients.Coefficients);
        times.Charge(Stage.Decode);
        if (planned.Augment)
            _photometric?.Add(new SampleDraw(_options.Seed, planned.Sample.KeyHash, planned.Epoch), planned.Objects.Boxes, planned.Log);
        else
            _photometric?.Skip();
        times.Charge(Stage.Photometric);
        _taken += demand;
        _count++;
    }

    /// <summary>Queues all work of the batch and returns.</summary>
    /// <param name="entries">Its samples, in the order added.</param>
    /// <exception cref="DriverException">No memory, or a failure of the driver.</exception>
    public void Submit(BatchEntries entries)
    {
        _sources.Run(_queue, _pictures);
        _photometric?.Run(_queue, _pictures);
        _queue.Read(_pictures.Memory, 0, _output, 0, (long)_count * _pictures.PictureBytes);
        _targets?.Submit(entries.Boxes, entries.Labels, entries.BoxStarts);
        _queue.Record(_done);
        _queue.Flush();
        IsUnderWay = true;
    }

    /// <summary>Waits until the batch is done and its results are on the host.</summary>
    /// <exception cref="DriverException">Its work failed; then none of its results may be used.</exception>
    public void Wait()
    {
        _done.Synchronize();
        _targets?.Collect();
        IsUnderWay = false;
    }

    /// <summary>A finished picture.</summary>
    /// <param name="number">Place of its sample in the batch.</param>
    public ImageView Picture(int number) =>
        new(_options.OutputShape, _output.Bytes.Slice(number * _pictures.PictureBytes, (int)_options.OutputShape.RgbBytes));

    /// <summary>The targets of the next sample; of all in order, from the first.</summary>
    /// <param name="number">Place of the sample in the batch.</param>
    /// <param name="entries">Samples of the batch.</param>
    /// <param name="destination">Takes the targets.</param>
    /// <returns>The destination, or null without targets.</returns>
    public AnchorTargets? Targets(int number, BatchEntries entries, AnchorTargets destination)
    {
        if (_targets is null)
            return null;
        _targets.Deal(number, entries.BoxesOf(number), entries.BoxStarts[number], destination);
        return destination;
    }

    /// <summary>Waits for work under way, which may still use the memory, and gives the memory back.</summary>
    public void Dispose()
    {
        try
        {
            _queue.Finish();
        }
        catch (DriverException)
        {
            // A device that fails here does not work on the batch any more; that it failed was said where the batch was waited for.
        }

        ReleaseParts();
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        _parts.Add(part);
        return part;
    }

    private void ReleaseParts()
    {
        for (int i = _parts.Count - 1; i >= 0; i--)
            _parts[i].Dispose();
    }
}
