namespace FeatureForge.Pipeline.Targets;

/// <summary>The published anchor sets by name.</summary>
internal static class AnchorPresets
{
    public const string Ssd300 = "ssd300";
    public const string Ssd300Coco = "ssd300-coco";
    public const string Ssd512 = "ssd512";

    public static IReadOnlyList<string> Names { get; } = [Ssd300, Ssd300Coco, Ssd512];

    /// <summary>Levels of a set, or null for a name that is none of <see cref="Names"/>.</summary>
    public static IReadOnlyList<AnchorLevel>? Levels(string name) => name switch
    {
        Ssd300 => Levels300([30, 60, 111, 162, 213, 264, 315]),
        Ssd300Coco => Levels300([21, 45, 99, 153, 207, 261, 315]),
        Ssd512 => Levels(
            512,
            [64, 32, 16, 8, 4, 2, 1],
            [8, 16, 32, 64, 128, 256, 512],
            [35.84, 76.8, 153.6, 230.4, 307.2, 384, 460.8, 537.6],
            [[2], [2, 3], [2, 3], [2, 3], [2, 3], [2], [2]]),
        _ => null,
    };

    private static AnchorLevel[] Levels300(double[] sizes) =>
        Levels(300, [38, 19, 10, 5, 3, 1], [8, 16, 32, 64, 100, 300], sizes, [[2], [2, 3], [2, 3], [2, 3], [2], [2]]);

    private static AnchorLevel[] Levels(double input, int[] maps, double[] steps, double[] sizes, double[][] ratios) =>
        [.. Enumerable.Range(0, maps.Length).Select(k => AnchorLevel.Ssd(maps[k], input / steps[k], sizes[k] / input, sizes[k + 1] / input, ratios[k]))];
}
