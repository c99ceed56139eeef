namespace FeatureForge.Pipeline.Targets;

/// <summary>Width and height of the anchors at one place of every cell of a level.</summary>
/// <param name="Width">Share of the picture's width, above 0.</param>
/// <param name="Height">Share of the picture's height, above 0.</param>
public readonly record struct AnchorShape(double Width, double Height);
