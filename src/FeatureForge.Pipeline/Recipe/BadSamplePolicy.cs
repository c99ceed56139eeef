namespace FeatureForge.Pipeline.Recipe;

/// <summary>What a run does with a sample that cannot become a record.</summary>
public enum BadSamplePolicy
{
    /// <summary>Writes it to the quarantine and goes on, within the budget.</summary>
    Quarantine,

    /// <summary>Stops at the first.</summary>
    Fail,
}
