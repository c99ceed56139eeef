namespace FeatureForge.Cli.Pictures;

/// <summary>How a contact sheet looks.</summary>
internal sealed record ContactSheetOptions
{
    /// <summary>Width of the sheet in pixels.</summary>
    public int Width { get; init; } = 1300;

    /// <summary>Width wanted per tile in pixels.</summary>
    public int TileWidth { get; init; } = 240;

    /// <summary>First line, in large letters; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Second line, in small letters; empty for none.</summary>
    public string Subtitle { get; init; } = "";
}
