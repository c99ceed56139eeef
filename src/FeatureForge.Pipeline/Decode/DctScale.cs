namespace FeatureForge.Pipeline.Decode;

/// <summary>Whether JPEG files may be decoded smaller than they are stored; only with <see cref="DecodeFidelity.Fast"/>.</summary>
public enum DctScale
{
    /// <summary>Always at full size.</summary>
    None,

    /// <summary>At 1/2, 1/4 or 1/8 where the resize then still halves the picture at least.</summary>
    Auto,
}
