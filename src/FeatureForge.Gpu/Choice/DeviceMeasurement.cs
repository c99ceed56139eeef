using System.Diagnostics;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Photometric;
using FeatureForge.Gpu.Pictures;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Gpu.Choice;

/// <summary>Measures a device on batches of the drawn photo: coefficients there, kernels, pictures and targets back.</summary>
internal sealed class DeviceMeasurement : IDisposable
{
    private const int MostImages = 32;
    private const long MostPictureBytes = 64 << 20;
    private const int MostBatches = 5;
    private static readonly TimeSpan s_time = TimeSpan.FromMilliseconds(100);

    private readonly MeasuredRecipe _recipe;
    private readonly HostWork _work;
    private readonly int _images;
    private readonly IComputeQueue _queue;
    private readonly DevicePictures _maker;
    private readonly DevicePhotometricStage _photometric;
    private readonly DeviceTargetStage? _targets;
    private readonly PictureBatch _pictures;
    private readonly IPinnedBuffer _results;
    private readonly AnchorTargets[] _anchorTargets;
    private readonly List<BoxCorners> _boxes = [];
    private readonly List<int> _labels = [];
    private readonly int[] _boxStarts;

    private DeviceMeasurement(IComputeDevice device, MeasuredRecipe recipe, HostWork work)
    {
        _recipe = recipe;
        _work = work;
        ImageShape output = recipe.Options.OutputShape;
        _images = (int)Math.Clamp(MostPictureBytes / output.RgbBytes, 1, MostImages);
        _queue = device.CreateQueue();
        _maker = new DevicePictures(device, recipe.Options.Geometry);
        _photometric = new DevicePhotometricStage(device, recipe.Options.Photometric, output);
        _targets = recipe.Anchors is null ? null : new DeviceTargetStage(device, recipe.Options.Targets!, output, recipe.Anchors);
        _pictures = new PictureBatch(device, output, _images);
        _results = device.AllocatePinned(_pictures.Memory.ByteCount);
        _anchorTargets = [.. Enumerable.Range(0, _images).Select(_ => new AnchorTargets())];
        _boxStarts = new int[_images + 1];
    }

    /// <summary>Measures a device.</summary>
    /// <param name="device">Opened device.</param>
    /// <param name="recipe">Recipe.</param>
    /// <param name="workers">Threads that lay batches out beside each other.</param>
    /// <returns>Microseconds per image: laying out, shared by the workers, then the device with its copies.</returns>
    /// <exception cref="DriverException">The device lacks memory or fails.</exception>
    public static double Run(IComputeDevice device, MeasuredRecipe recipe, int workers)
    {
        using var work = new HostWork(recipe);
        work.Coefficients(0);
        using var measurement = new DeviceMeasurement(device, recipe, work);
        int layingOut = Math.Min(workers, Environment.ProcessorCount);
        measurement.RunBatch(layingOut);
        double best = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < MostBatches && (i == 0 || Stopwatch.GetElapsedTime(start) < s_time); i++)
            best = Math.Min(best, measurement.RunBatch(layingOut));
        return best;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _targets?.Dispose();
        foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_queue, _maker, _photometric, _pictures, _results])
            part.Dispose();
    }

    private double RunBatch(int workers)
    {
        long start = Stopwatch.GetTimestamp();
        LayOut();
        long laidOut = Stopwatch.GetTimestamp();
        _maker.Run(_queue, _pictures);
        _photometric.Run(_queue, _pictures);
        _queue.Read(_pictures.Memory, 0, _results, 0, _results.ByteCount);
        _queue.Flush();
        _targets?.Run([.. _boxes], [.. _labels], _boxStarts, _anchorTargets);
        _queue.Finish();
        TimeSpan host = Stopwatch.GetElapsedTime(start, laidOut);
        TimeSpan device = Stopwatch.GetElapsedTime(laidOut);
        return ((host.TotalMicroseconds / workers) + device.TotalMicroseconds) / _images;
    }

    private void LayOut()
    {
        _maker.Begin(_images);
        _photometric.Begin(_images);
        _boxes.Clear();
        _labels.Clear();
        for (int i = 0; i < _images; i++)
        {
            _maker.Add(_work.Geometry, _work.Plan(i), _work.Decoder, _work.Blocks);
            _photometric.Add(new SampleDraw(_recipe.Options.Seed, (ulong)i, 0), _work.Objects.Boxes, _work.Log);
            foreach (BoxPixels box in _work.Objects.Boxes)
                _boxes.Add(box.ToCorners(_pictures.Shape));
            _labels.AddRange(_work.Objects.Labels);
            _boxStarts[i + 1] = _boxes.Count;
        }
    }
}
