namespace FeatureForge.Core.Options;

/// <summary>One mapping in the list of a <see cref="ValueKind.WordOrParts"/> key, after validation.</summary>
/// <param name="Description">What it was checked against.</param>
/// <param name="Values">Every key with its value, defaults filled in, in the types that <see cref="ValueKind"/> names.</param>
/// <param name="Options">What <see cref="StepDescription.Create"/> made of it.</param>
public sealed record DescribedPart(StepDescription Description, IReadOnlyDictionary<string, object?> Values, object Options);
