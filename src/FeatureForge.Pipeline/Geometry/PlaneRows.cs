namespace FeatureForge.Pipeline.Geometry;

/// <summary>Some consecutive rows of one plane, as a band holds them.</summary>
internal readonly ref struct PlaneRows
{
    /// <summary>Row of the whole plane that the rows start with.</summary>
    public required int First { get; init; }

    /// <summary>Number of rows.</summary>
    public required int Count { get; init; }

    /// <summary>uint8: row after row.</summary>
    public required ReadOnlySpan<byte> Samples { get; init; }

    /// <summary>Bytes from one row to the next.</summary>
    public required int Stride { get; init; }
}
