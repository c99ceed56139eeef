using FeatureForge.Core.Shapes;

namespace FeatureForge.Cli.Pictures;

/// <summary>A labelled box on a picture of a sheet.</summary>
/// <param name="Box">Shares of the picture.</param>
/// <param name="Label">Label name; gives the colour.</param>
internal readonly record struct SheetBox(BoxCorners Box, string Label);
