namespace FeatureForge.Cli.Pictures;

/// <summary>One row of a preview sheet: an augmentation on one photo, or on as many as fit beside each other.</summary>
/// <param name="Title">Name of the step; empty, together with the detail, for a further row of the step above.</param>
/// <param name="Detail">What the step does and the range it draws from, one line; empty for none.</param>
/// <param name="Tiles">The pictures, for each photo first the one before the step.</param>
internal sealed record PreviewRow(string Title, string Detail, IReadOnlyList<SheetTile> Tiles);
