namespace FeatureForge.Pipeline.Targets;

/// <summary>A box by its centre and size in shares of the picture; the form that offsets are measured in.</summary>
/// <param name="CenterX">Horizontal centre; 0 is the left edge of the picture, 1 the right.</param>
/// <param name="CenterY">Vertical centre; 0 is the top edge of the picture, 1 the bottom.</param>
/// <param name="Width">Share of the picture's width.</param>
/// <param name="Height">Share of the picture's height.</param>
public readonly record struct BoxCenterSize(float CenterX, float CenterY, float Width, float Height);
