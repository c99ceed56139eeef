namespace FeatureForge.Cli.Synth;

/// <summary>What to draw.</summary>
internal sealed record SynthOptions
{
    /// <summary>Number of photos, 1 to 99,999.</summary>
    public int Count { get; init; } = 200;

    /// <summary>Seed: the same seed draws the same photos on every machine.</summary>
    public ulong Seed { get; init; } = 7;

    /// <summary>Size of all photos in pixels; null for a mixture of common sizes, some of them portrait.</summary>
    public Core.Shapes.ImageShape? Size { get; init; }

    /// <summary>Overwrite files of the same names that this command did not write, or that were changed since.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Photos drawn at once; 0 for one per core.</summary>
    public int Workers { get; init; }

    /// <summary>Smallest photo side that can be asked for, in pixels.</summary>
    public const int SmallestSide = 64;

    /// <summary>Largest photo side that can be asked for, in pixels.</summary>
    public const int LargestSide = 8192;

    /// <summary>Most photos that can be asked for: their names have five digits.</summary>
    public const int LargestCount = 99_999;
}
