namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>The three components of one row of the picture, each followed by a cache line that can be read.</summary>
/// <param name="first">Luma, or red.</param>
/// <param name="second">Blue-difference chroma, or green.</param>
/// <param name="third">Red-difference chroma, or blue.</param>
internal readonly ref struct ColorRow(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
{
    /// <summary>Luma, or red.</summary>
    public ReadOnlySpan<byte> First { get; } = first;

    /// <summary>Blue-difference chroma, or green.</summary>
    public ReadOnlySpan<byte> Second { get; } = second;

    /// <summary>Red-difference chroma, or blue.</summary>
    public ReadOnlySpan<byte> Third { get; } = third;
}
