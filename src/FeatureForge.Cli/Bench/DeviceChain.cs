using FeatureForge.Cli.Commands;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Geometry;
using FeatureForge.Gpu.Photometric;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// Stages 2 to 5 of one batch on a device: the host decodes to coefficients and draws (<see cref="Lay"/>), the device does the rest
/// (<see cref="Run"/>), pictures and targets come back (<see cref="Complete"/>). Two of them keep host and device busy at the same time.
/// </summary>
internal sealed class DeviceChain : IDisposable
{
    private readonly StageOptions _options;
    private readonly BenchPhotos _photos;
    private readonly HostStages _host;
    private readonly IComputeQueue _queue;
    private readonly IComputeEvent _done;
    private readonly DeviceJpegDecoder _decoding;
    private readonly DeviceGeometryStage _geometry;
    private readonly DevicePhotometricStage _photometric;
    private readonly DeviceTargetStage? _targets;
    private readonly GrowingBuffer _sources;
    private readonly PictureBatch _pictures;
    private readonly IPinnedBuffer _results;
    private readonly AnchorTargets[] _rows;
    private readonly int[] _starts;
    private readonly List<BoxCorners> _boxes = [];
    private readonly List<int> _labels = [];
    private long _sourceBytes;

    /// <summary>Makes the stages.</summary>
    /// <param name="device">Device.</param>
    /// <param name="options">Options of every stage.</param>
    /// <param name="photos">Photos that items number.</param>
    /// <param name="images">Images of a batch.</param>
    public DeviceChain(IComputeDevice device, StageOptions options, BenchPhotos photos, int images)
    {
        _options = options;
        _photos = photos;
        Images = images;
        Traffic = new DeviceTraffic(options.OutputShape);
        _host = new HostStages(options, photos);
        _queue = device.CreateQueue();
        _done = device.CreateEvent();
        _decoding = new DeviceJpegDecoder(device);
        _geometry = new DeviceGeometryStage(device, options.Geometry);
        _photometric = new DevicePhotometricStage(device, options.Photometric, options.OutputShape);
        _targets = options.Targets is null ? null : new DeviceTargetStage(device, options.Targets, options.OutputShape, options.Targets.AnchorSet);
        _sources = new GrowingBuffer(device);
        _pictures = new PictureBatch(device, options.OutputShape, images);
        _results = device.AllocatePinned((long)images * _pictures.PictureBytes);
        _rows = [.. Enumerable.Range(0, images).Select(_ => new AnchorTargets())];
        _starts = new int[images + 1];
    }

    /// <summary>Images of a batch.</summary>
    public int Images { get; }

    /// <summary>Bytes that the batch moves on the device.</summary>
    public DeviceTraffic Traffic { get; }

    /// <summary>The queue of the pictures.</summary>
    public IComputeQueue Queue => _queue;

    /// <summary>The pictures on the device.</summary>
    public PictureBatch Pictures => _pictures;

    /// <summary>Positive anchors of the batch; -1 where the recipe wants a row for each anchor.</summary>
    public long SparseRows => _options.Targets?.Encoding == TargetEncoding.Dense ? -1 : _rows.Sum(rows => (long)rows.Count);

    /// <summary>Anchors of all images; 0 without targets.</summary>
    public long Anchors => (long)Images * (_targets?.Anchors.Count ?? 0);

    /// <summary>Decodes the next items to coefficients and lays out what the device needs.</summary>
    /// <param name="first">First item; the batch goes on from there.</param>
    public void Lay(int first)
    {
        _decoding.Begin();
        _geometry.Begin(Images);
        _photometric.Begin(Images);
        Traffic.Clear();
        _boxes.Clear();
        _labels.Clear();
        _sourceBytes = 0;
        for (int i = 0; i < Images; i++)
            LayOne(first + i, i);
    }

    /// <summary>Lets the device work on what was laid out; pictures follow later, targets are there.</summary>
    public void Run()
    {
        IDeviceBuffer sources = _sources.Ensure(_sourceBytes, _queue);
        _decoding.Run(_queue, sources);
        _geometry.Run(_queue, sources, _pictures);
        _photometric.Run(_queue, _pictures);
        _queue.Read(_pictures.Memory, 0, _results, 0, _results.ByteCount);
        _queue.Record(_done);
        _queue.Flush();
        _targets?.Run(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_boxes), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_labels), _starts, _rows);
    }

    /// <summary>Waits for the pictures; at once where none are under way.</summary>
    public void Complete() => _done.Synchronize();

    /// <summary>Compares pictures and targets of a completed batch with the host's.</summary>
    /// <param name="first">First item of the batch.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">A byte differs; the message says where.</exception>
    public void CompareWithHost(int first)
    {
        var expected = new byte[_options.OutputShape.RgbBytes];
        var targets = new AnchorTargets();
        for (int i = 0; i < Images; i++)
        {
            _host.Run(first + i, expected, targets);
            ReadOnlySpan<byte> actual = _results.Bytes.Slice(i * _pictures.PictureBytes, expected.Length);
            int at = actual.CommonPrefixLength(expected);
            if (at < expected.Length)
                throw CommandsErrors.DeviceDiffers($"picture {i}, row {at / _options.OutputShape.RowBytes}, byte {at % _options.OutputShape.RowBytes}: {actual[at]}, on the CPU {expected[at]}");
            if (_targets is not null && !AreEqual(_rows[i], targets))
                throw CommandsErrors.DeviceDiffers($"targets of picture {i}: {_rows[i].Count} rows, on the CPU {targets.Count}");
        }
    }

    /// <summary>Lays photometric steps out for every picture and queues them.</summary>
    /// <param name="stage">Stage for pictures of the output shape.</param>
    public void Change(DevicePhotometricStage stage)
    {
        stage.Begin(Images);
        for (int i = 0; i < Images; i++)
        {
            _host.Log.Clear();
            stage.Add(new SampleDraw(_options.Seed, _photos.KeyHashOf(i), 0), [], _host.Log);
        }

        stage.Run(_queue, _pictures);
        _queue.Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Finish();
        _targets?.Dispose();
        foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_results, _pictures, _sources, _photometric, _geometry, _decoding, _done, _queue, _host])
            part.Dispose();
    }

    private static bool AreEqual(AnchorTargets left, AnchorTargets right) =>
        left.Indices.SequenceEqual(right.Indices) && left.Classes.SequenceEqual(right.Classes) && left.Objects.SequenceEqual(right.Objects)
        && left.Ignored.SequenceEqual(right.Ignored) && left.Offsets.SequenceEqual(right.Offsets);

    private void LayOne(int item, int image)
    {
        _host.ReadCoefficients(item);
        _host.PlanWindow(item);
        PictureWindow window = _geometry.Add(_host.Geometry, _sourceBytes);
        _decoding.Add(_host.Decoder, _host.Coefficients, window, _sourceBytes);
        _sourceBytes += _photos[item].Shape.RgbBytes;
        Traffic.Add(_host.Coefficients, window);
        _photometric.Add(new SampleDraw(_options.Seed, _photos.KeyHashOf(item), 0), _host.Objects.Boxes, _host.Log);
        _boxes.AddRange(_host.Corners);
        _labels.AddRange(_host.Objects.Labels);
        _starts[image + 1] = _boxes.Count;
    }
}
