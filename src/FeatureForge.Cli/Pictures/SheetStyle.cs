using FeatureForge.Core.Options;

namespace FeatureForge.Cli.Pictures;

/// <summary>Colours and distances that all sheets share.</summary>
internal static class SheetStyle
{
    /// <summary>Pixels between tiles and at the edges of a sheet.</summary>
    public const int Gap = 10;

    /// <summary>Ground of a sheet.</summary>
    public static readonly RgbColor Background = new(32, 34, 38);

    /// <summary>Ground behind a picture that does not fill its tile.</summary>
    public static readonly RgbColor TileBackground = new(22, 23, 26);

    /// <summary>Titles.</summary>
    public static readonly RgbColor Title = new(245, 245, 240);

    /// <summary>Captions and legend.</summary>
    public static readonly RgbColor Caption = new(190, 193, 198);
}
