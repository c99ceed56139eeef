using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Benchmarks.Inputs;

/// <summary>A finished sample of the example recipe: 300 x 300 raw pixels, eight faces, sparse SSD300 targets.</summary>
internal sealed class DrawnSample
{
    private const int BoxCount = 8;
    private readonly BoxCorners[] _boxes = DrawnBoxes.Corners(BoxCount);
    private readonly int[] _labels = new int[BoxCount];
    private readonly AnchorTargets _targets = new();
    private readonly byte[] _anchorSet;
    private readonly byte[] _augmentation = Encoding.UTF8.GetBytes("""[{"flip":{}},{"brightness":{"delta":-12.5}},{"blur":{"sigma":1.25}}]""");

    public DrawnSample()
    {
        var stage = new TargetStage(new TargetOptions(), DrawnPhoto.OutputShape);
        stage.Run(_boxes, _labels, _targets);
        _anchorSet = [.. stage.Anchors.HashText];
    }

    /// <summary>Label names.</summary>
    public LabelMap Labels { get; } = new(["face"]);

    /// <summary>Packed RGB bytes of the picture.</summary>
    public byte[] Pixels { get; } = DrawnPhoto.Pixels(DrawnPhoto.OutputShape);

    /// <summary>The sample as an encoder gets it.</summary>
    public FinishedSample Finished => new()
    {
        Key = "photo-00001.jpg"u8,
        ImagePath = "photo-00001.jpg"u8,
        Epoch = 0,
        Shape = DrawnPhoto.OutputShape,
        ImageBytes = Pixels,
        ImageFormat = [],
        HasBoxes = true,
        Boxes = _boxes,
        Labels = _labels,
        ImageLabel = -1,
        Targets = _targets,
        AnchorSet = _anchorSet,
        Augmentation = _augmentation,
    };
}
