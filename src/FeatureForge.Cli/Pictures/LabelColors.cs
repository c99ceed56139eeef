using FeatureForge.Core.Options;

namespace FeatureForge.Cli.Pictures;

/// <summary>One colour per label. The palette is that of Okabe and Ito, which colour-blind people can tell apart, brightened for dark grounds.</summary>
internal sealed class LabelColors
{
    /// <summary>Colour of matched anchors.</summary>
    public static readonly RgbColor Anchor = new(255, 255, 255);

    private static readonly RgbColor[] s_palette =
    [
        new(255, 176, 0), new(64, 196, 255), new(40, 220, 150), new(255, 110, 60),
        new(240, 130, 210), new(245, 235, 80), new(110, 140, 255), new(190, 190, 190),
    ];

    private readonly List<string> _labels = [];

    /// <summary>Makes the colours of known labels; others get theirs when they are first asked for.</summary>
    /// <param name="labels">Labels in the order of the palette.</param>
    public LabelColors(IEnumerable<string> labels)
    {
        foreach (string label in labels)
            Of(label);
    }

    /// <summary>Labels seen so far.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>Colour of a label; colours repeat after eight labels.</summary>
    /// <param name="label">Label name.</param>
    public RgbColor Of(string label)
    {
        int index = _labels.IndexOf(label);
        if (index < 0)
        {
            index = _labels.Count;
            _labels.Add(label);
        }

        return s_palette[index % s_palette.Length];
    }
}
