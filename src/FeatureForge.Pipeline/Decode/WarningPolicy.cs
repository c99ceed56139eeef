namespace FeatureForge.Pipeline.Decode;

/// <summary>What becomes of a file whose damage the codec concealed.</summary>
public enum WarningPolicy
{
    /// <summary>It becomes a record and is counted.</summary>
    Keep,

    /// <summary>It is quarantined with the reason <c>decode-warning</c>.</summary>
    Quarantine,
}
