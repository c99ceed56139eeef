namespace FeatureForge.Feed.Batches;

/// <summary>A field as the header of a stream describes it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">NumPy's name of the element type, for example <c>&lt;f4</c>.</param>
/// <param name="Shape">Dimensions behind the first.</param>
/// <param name="Ragged">Whether samples differ in rows.</param>
internal sealed record FieldDescription(string Name, string Type, int[] Shape, bool Ragged)
{
    /// <summary>Whether the rows of a sample are the bytes of a text.</summary>
    public bool IsText { get; init; }

    /// <summary>Bytes of a row: of a sample of a fixed field, of an element of a ragged one.</summary>
    public long RowBytes => Shape.Aggregate((long)(Type[^1] - '0'), (bytes, side) => bytes * side);
}
