namespace FeatureForge.Pipeline.Geometry;

/// <summary>Rows that a resize pass reads and the rows that it writes.</summary>
internal readonly ref struct ResizeRows
{
    /// <summary>Rows read: packed RGB.</summary>
    public required ReadOnlySpan<byte> Source { get; init; }

    /// <summary>Bytes from one source row to the next.</summary>
    public required int SourceStride { get; init; }

    /// <summary>Rows written: packed RGB.</summary>
    public required Span<byte> Destination { get; init; }

    /// <summary>Bytes from one destination row to the next.</summary>
    public required int DestinationStride { get; init; }

    /// <summary>Horizontal pass: number of rows. Vertical pass: number of output rows.</summary>
    public required int Count { get; init; }

    /// <summary>Bytes of one destination row.</summary>
    public required int RowBytes { get; init; }
}
