namespace FeatureForge.Feed.Sources;

/// <summary>Labels that a request balances, as a value: two of equal labels in equal order are the same.</summary>
/// <param name="ids">Ids counted from 0, each once.</param>
internal sealed class BalancedLabels(IReadOnlyList<int> ids) : IEquatable<BalancedLabels>
{
    /// <summary>No label: nothing is balanced.</summary>
    public static readonly BalancedLabels None = new([]);

    /// <summary>Ids counted from 0, in the order of the request.</summary>
    public IReadOnlyList<int> Ids => ids;

    /// <inheritdoc/>
    public bool Equals(BalancedLabels? other) => other is not null && ids.SequenceEqual(other.Ids);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BalancedLabels);

    /// <inheritdoc/>
    public override int GetHashCode() => ids.Aggregate(0, HashCode.Combine);
}
