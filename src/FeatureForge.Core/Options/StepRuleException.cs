namespace FeatureForge.Core.Options;

/// <summary>Values of a step each have the right form but break a rule together; the validator adds file and line.</summary>
public sealed class StepRuleException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="key">Key to point at.</param>
    /// <param name="rule">The rule, as a sentence with the values seen.</param>
    public StepRuleException(string key, string rule)
        : base(rule) => Key = key;

    /// <summary>Key to point at.</summary>
    public string Key { get; }
}
