using FeatureForge.Core.Options;
using FeatureForge.Gpu.Photometric;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// Measures the stages of a batch on a device one by one. A batch goes through the stages once and is compared with the host's; what was
/// launched on the way is launched again and again on the memory that it left behind, so nothing but the device is timed.
/// </summary>
internal sealed class DeviceStageBench(MeteredDevice device, LaunchTimer timer, StageOptions options, BenchPhotos photos)
{
    private static readonly StepDescription[] s_photometric = [.. PhotometricSteps.All];

    /// <summary>Measures a batch.</summary>
    /// <param name="images">Images of it.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The device gives other bytes than the host.</exception>
    public IReadOnlyList<StageRow> Measure(int images)
    {
        List<StageRow> rows = [];
        MeasureRecipe(images, rows);
        MeasureSteps(images, rows);
        // The whole stands last, below its parts.
        rows.Add(rows[0]);
        rows.RemoveAt(0);
        return rows;
    }

    /// <summary>A photometric step with its usual ranges, on every picture.</summary>
    /// <param name="description">Step.</param>
    public static PhotometricStepOptions AlwaysDue(StepDescription description) =>
        (PhotometricStepOptions)description.Create(new StepValues(description.Keys, new Dictionary<string, object?> { ["p"] = 1.0 }));

    private void MeasureRecipe(int images, List<StageRow> rows)
    {
        using var chain = new DeviceChain(device, options, photos, images);
        IReadOnlyList<TapedLaunch> tape = TapeOf(chain);
        double targets = chain.Anchors == 0 ? 0 : DeviceTraffic.Targets(chain.Anchors, chain.SparseRows);
        DeviceTraffic traffic = chain.Traffic;
        double whole = traffic.InverseTransform + traffic.Color + traffic.Resize + options.Geometry.Steps.Sum(traffic.Step) + traffic.Photometric(options.Photometric) + targets;
        rows.Add(new StageRow("whole chain, coefficients to pictures and targets", images, timer.Measure(tape), whole));
        Add(rows, images, "inverse DCT", tape, traffic.InverseTransform, "inverseTransform");
        Add(rows, images, "upsampling, colour", tape, traffic.Color, "color");
        Add(rows, images, "resize", tape, traffic.Resize, "resize_rows", "resize_columns");
        foreach (StepDescription step in s_photometric)
            MeasurePhotometric(chain, step.Name, [AlwaysDue(step)], rows);
        PhotometricStepOptions[] pointwise = [.. s_photometric.Select(AlwaysDue).Where(step => step.CreateOperation(options.OutputShape).Pointwise != PointwiseOperation.None)];
        MeasurePhotometric(chain, $"{pointwise.Length} point-wise steps in one pass", pointwise, rows);
        if (targets > 0)
            Add(rows, images, "matching, encoding", tape, targets, "overlaps", "resolve", "dense_rows", "sparse_counts", "sparse_rows");
    }

    private void MeasureSteps(int images, List<StageRow> rows)
    {
        var geometry = new GeometryOptions { Output = options.OutputShape, Steps = [new FlipOptions { Probability = 1 }, new RotateOptions { Probability = 1 }] };
        using var chain = new DeviceChain(device, options with { Geometry = geometry, Photometric = [], Targets = null }, photos, images);
        IReadOnlyList<TapedLaunch> tape = TapeOf(chain);
        Add(rows, images, "flip", tape, chain.Traffic.Step(geometry.Steps[0]), "flip");
        Add(rows, images, "rotate", tape, chain.Traffic.Step(geometry.Steps[1]), "rotate_copy", "rotate_pixels");
    }

    private IReadOnlyList<TapedLaunch> TapeOf(DeviceChain chain)
    {
        chain.Lay(0);
        chain.Run();
        chain.Complete();
        chain.CompareWithHost(0);
        chain.Lay(0);
        IReadOnlyList<TapedLaunch> tape = device.Tape(chain.Run);
        chain.Complete();
        return tape;
    }

    private void MeasurePhotometric(DeviceChain chain, string name, IReadOnlyList<PhotometricStepOptions> steps, List<StageRow> rows)
    {
        using var stage = new DevicePhotometricStage(device, steps, options.OutputShape);
        chain.Change(stage);
        IReadOnlyList<TapedLaunch> tape = device.Tape(() => chain.Change(stage));
        rows.Add(new StageRow(name, chain.Images, timer.Measure(tape), chain.Traffic.Photometric(steps)));
    }

    private void Add(List<StageRow> rows, int images, string name, IReadOnlyList<TapedLaunch> tape, double bytes, params string[] kernels) =>
        rows.Add(new StageRow(name, images, timer.Measure([.. tape.Where(launch => kernels.Contains(launch.Name))]), bytes));
}
