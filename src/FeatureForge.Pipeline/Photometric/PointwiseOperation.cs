namespace FeatureForge.Pipeline.Photometric;

/// <summary>Operations of <c>kernels/photometric/pointwise.cl</c> by their numbers there: each pixel of the result depends on that pixel of the source alone.</summary>
public enum PointwiseOperation
{
    /// <summary>Not point-wise: the step reads neighbours and has kernels under its own name.</summary>
    None = 0,

    /// <summary>A table from level to level.</summary>
    ToneTable = 1,

    /// <summary>A 3 x 3 matrix on red, green and blue.</summary>
    ColorMatrix = 2,

    /// <summary>A subject against the light.</summary>
    Backlight = 3,

    /// <summary>A shadow with a straight edge.</summary>
    Shadows = 4,

    /// <summary>Sensor noise.</summary>
    Noise = 5,
}
