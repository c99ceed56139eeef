using System.Diagnostics;
using FeatureForge.Cli.Commands;
using FeatureForge.Core.Samples;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Cli.Bench;

/// <summary>Measures matching and encoding under every rule, after the device's targets were compared with the host's.</summary>
internal static class MatchingBench
{
    private static readonly string[] s_matching = ["overlaps", "resolve"];

    private static IEnumerable<TargetOptions> All => from rule in Enum.GetValues<MatchRule>() from encoding in Enum.GetValues<TargetEncoding>() select new TargetOptions { Rule = rule, Encoding = encoding };

    /// <summary>Measures a device: kernels alone, boxes and anchors in its memory.</summary>
    /// <param name="device">Device.</param>
    /// <param name="timer">Its timer.</param>
    public static IReadOnlyList<MatchingRow> OnDevice(MeteredDevice device, LaunchTimer timer) => [.. All.Select(options => MeasureOnDevice(device, timer, options))];

    /// <summary>Measures one thread of the host.</summary>
    /// <param name="repeats">Timed repeats.</param>
    public static IReadOnlyList<MatchingRow> OnHost(int repeats) => [.. All.Select(options => MeasureOnHost(options, repeats))];

    private static MatchingRow MeasureOnDevice(MeteredDevice device, LaunchTimer timer, TargetOptions options)
    {
        using var stage = new DeviceTargetStage(device, options, MatchingBoxes.Output, MatchingBoxes.Anchors);
        AnchorTargets[] targets = Targets();
        void Run() => stage.Run(MatchingBoxes.All, MatchingBoxes.Labels, MatchingBoxes.Starts, targets);
        Run();
        Compare(options, targets);
        IReadOnlyList<TapedLaunch> tape = device.Tape(Run);
        return new MatchingRow(options.Rule, options.Encoding, timer.Measure(tape), timer.Measure([.. tape.Where(launch => s_matching.Contains(launch.Name))]), BytesOf(options, targets));
    }

    private static MatchingRow MeasureOnHost(TargetOptions options, int repeats)
    {
        var stage = new TargetStage(options, MatchingBoxes.Output, MatchingBoxes.Anchors);
        AnchorTargets[] targets = Targets();
        var times = new List<double>();
        for (int i = -1; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int image = 0; image < targets.Length; image++)
                stage.Run(BoxesOf(image), LabelsOf(image), targets[image]);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return new MatchingRow(options.Rule, options.Encoding, StageTime.Of(times, []), null, BytesOf(options, targets));
    }

    private static void Compare(TargetOptions options, AnchorTargets[] targets)
    {
        var stage = new TargetStage(options, MatchingBoxes.Output, MatchingBoxes.Anchors);
        var expected = new AnchorTargets();
        for (int image = 0; image < targets.Length; image++)
        {
            stage.Run(BoxesOf(image), LabelsOf(image), expected);
            if (!expected.Indices.SequenceEqual(targets[image].Indices) || !expected.Objects.SequenceEqual(targets[image].Objects) || !expected.Offsets.SequenceEqual(targets[image].Offsets))
                throw CommandsErrors.DeviceDiffers($"targets of picture {image} under rule {options.Rule}");
        }
    }

    private static AnchorTargets[] Targets() => [.. Enumerable.Range(0, MatchingBoxes.Images).Select(_ => new AnchorTargets())];

    private static ReadOnlySpan<Core.Shapes.BoxCorners> BoxesOf(int image) => MatchingBoxes.All.AsSpan(image * MatchingBoxes.BoxesOfImage, MatchingBoxes.BoxesOfImage);

    private static ReadOnlySpan<int> LabelsOf(int image) => MatchingBoxes.Labels.AsSpan(image * MatchingBoxes.BoxesOfImage, MatchingBoxes.BoxesOfImage);

    private static double BytesOf(TargetOptions options, AnchorTargets[] targets) =>
        DeviceTraffic.Targets((long)MatchingBoxes.Images * MatchingBoxes.Anchors.Count, options.Encoding == TargetEncoding.Dense ? -1 : targets.Sum(rows => (long)rows.Count));
}
