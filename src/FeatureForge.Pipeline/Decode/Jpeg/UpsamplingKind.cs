namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>How libjpeg-turbo brings a component to the picture's size. The numbers are those of <c>kernels/decode/color.cl</c>.</summary>
internal enum UpsamplingKind
{
    /// <summary>It has that size.</summary>
    None,

    /// <summary>Twice the width by the triangle filter.</summary>
    Horizontal,

    /// <summary>Twice the height by the triangle filter.</summary>
    Vertical,

    /// <summary>Twice the width and height by the triangle filter.</summary>
    Both,

    /// <summary>Every sample repeated.</summary>
    Repeat,
}
