using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Records.Tests.Encode;

/// <summary>A sample with everything a record can hold; each part can be changed.</summary>
internal sealed class SampleScene
{
    public static readonly LabelMap Labels = new(["face", "lächeln", "wink"]);

    public byte[] Picture { get; set; } = [.. Enumerable.Range(0, 4 * 2 * 3).Select(i => (byte)(i * 7))];

    public string Format { get; set; } = "";

    public ImageShape Shape { get; set; } = new(4, 2);

    public bool HasBoxes { get; set; } = true;

    public BoxCorners[] Boxes { get; set; } = [new(0.125f, 0.25f, 0.5f, 0.75f), new(0.1f, 0f, 1f, 0.3f)];

    public int[] BoxLabels { get; set; } = [0, 1];

    public int ImageLabel { get; set; } = -1;

    public string Key { get; set; } = "ordner/bild ü.jpg#1";

    public int Epoch { get; set; } = 300;

    public AnchorTargets? Targets { get; set; } = Sparse();

    public FinishedSample Sample => new()
    {
        Key = Encoding.UTF8.GetBytes(Key),
        ImagePath = Encoding.UTF8.GetBytes(Key.Split('#')[0]),
        Epoch = Epoch,
        Shape = Shape,
        ImageBytes = Picture,
        ImageFormat = Encoding.UTF8.GetBytes(Format),
        HasBoxes = HasBoxes,
        Boxes = Boxes,
        Labels = BoxLabels,
        ImageLabel = ImageLabel,
        Targets = Targets,
        AnchorSet = Targets is null ? [] : Encoding.UTF8.GetBytes(new string('a', 64)),
        Augmentation = "[{\"flip\":{}}]"u8,
    };

    public static AnchorTargets Sparse()
    {
        var targets = new AnchorTargets();
        targets.Resize(dense: false, count: 3, ignoredCount: 2);
        ((int[])[5, 200, 8731]).CopyTo(targets.Indices);
        ((int[])[1, 2, 1]).CopyTo(targets.Classes);
        ((int[])[0, 1, 0]).CopyTo(targets.Objects);
        for (int i = 0; i < targets.Offsets.Length; i++)
            targets.Offsets[i] = (i * 0.37f) - 1.5f;
        ((int[])[6, 9]).CopyTo(targets.Ignored);
        return targets;
    }

    public static AnchorTargets Dense()
    {
        var targets = new AnchorTargets();
        targets.Resize(dense: true, count: 6, ignoredCount: 1);
        ((int[])[0, 1, 2, 3, 4, 5]).CopyTo(targets.Indices);
        ((int[])[0, 0, 2, 0, -1, 0]).CopyTo(targets.Classes);
        ((int[])[-1, -1, 1, -1, -1, -1]).CopyTo(targets.Objects);
        targets.Offsets.Clear();
        targets.Offsets[8] = 0.25f;
        targets.Ignored[0] = 4;
        return targets;
    }
}
