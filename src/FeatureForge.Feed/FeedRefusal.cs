namespace FeatureForge.Feed;

/// <summary>A request is not answered with a stream. Becomes the error JSON of the protocol.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="what">What was wrong, with the value seen and the rule.</param>
/// <param name="where">Parameter, file, record or field.</param>
/// <param name="remedy">What to do.</param>
internal sealed class FeedRefusal(int status, string what, string where, string remedy) : Exception(what)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Parameter, file, record or field.</summary>
    public string Where { get; } = where;

    /// <summary>What to do.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>Seconds after which the client may try again, or null.</summary>
    public int? RetryAfter { get; init; }
}
