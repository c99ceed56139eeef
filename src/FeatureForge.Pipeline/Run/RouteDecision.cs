namespace FeatureForge.Pipeline.Run;

/// <summary>What becomes of a sample that was offered to another route.</summary>
internal enum RouteDecision
{
    /// <summary>The processor makes it, now.</summary>
    Host,

    /// <summary>The route has taken it and will hand it over.</summary>
    Taken,

    /// <summary>The route has no room for it; it must be offered again.</summary>
    Later,
}
