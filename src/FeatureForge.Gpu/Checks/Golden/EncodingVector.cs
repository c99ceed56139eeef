using System.Runtime.InteropServices;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Rows of matched anchors in both forms, with and without a band of ignored anchors.</summary>
internal sealed class EncodingVector() : GoldenVector("targets/encode")
{
    private static readonly TargetOptions[] s_options =
    [
        new() { Rule = MatchRule.Caffe, Encoding = TargetEncoding.Sparse },
        new() { Rule = MatchRule.Caffe, Encoding = TargetEncoding.Dense },
        new() { Rule = MatchRule.TfOd, Negative = 0.25, Encoding = TargetEncoding.Sparse },
        new() { Rule = MatchRule.TfOd, Negative = 0.25, Encoding = TargetEncoding.Dense },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> RestsOn { get; } = [.. s_options.Select(options => $"targets/{MatchRuleNames.Of(options.Rule)}").Distinct()];

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        using var result = new MemoryStream();
        var targets = new AnchorTargets();
        foreach (TargetOptions options in s_options)
        {
            var stage = new TargetStage(options, DrawnBoxes.Output, DrawnBoxes.Anchors);
            foreach (BoxCorners[] boxes in DrawnBoxes.Boxes)
            {
                stage.Run(boxes, LabelsOf(boxes), targets);
                Write(result, targets);
            }
        }

        return result.ToArray();
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        using var result = new MemoryStream();
        AnchorTargets[] targets = [.. Enumerable.Range(0, DrawnBoxes.Pictures).Select(_ => new AnchorTargets())];
        int[] labels = [.. DrawnBoxes.Boxes.SelectMany(LabelsOf)];
        foreach (TargetOptions options in s_options)
        {
            using var stage = new DeviceTargetStage(device, options, DrawnBoxes.Output, DrawnBoxes.Anchors);
            stage.Run(DrawnBoxes.AllBoxes, labels, DrawnBoxes.Starts, targets);
            foreach (AnchorTargets picture in targets)
                Write(result, picture);
        }

        return result.ToArray();
    }

    private static int[] LabelsOf(BoxCorners[] boxes) => DrawnBoxes.Labels(boxes.Length);

    private static void Write(MemoryStream result, AnchorTargets targets)
    {
        Write<int>(result, [targets.Count, targets.Ignored.Length]);
        Write<int>(result, targets.Indices);
        Write<int>(result, targets.Classes);
        Write<int>(result, targets.Objects);
        Write<float>(result, targets.Offsets);
        Write<int>(result, targets.Ignored);
    }

    private static void Write<T>(MemoryStream result, ReadOnlySpan<T> values)
        where T : unmanaged => result.Write(MemoryMarshal.AsBytes(values));
}
