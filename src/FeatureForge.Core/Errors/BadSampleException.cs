namespace FeatureForge.Core.Errors;

/// <summary>One sample cannot become a record; the run goes on and the sample is quarantined.</summary>
public sealed class BadSampleException : FeatureForgeException
{
    /// <summary>Makes an error about one sample.</summary>
    /// <param name="reason">Stable kebab-case word for machines, for example <c>unsupported-sampling</c>.</param>
    /// <param name="message">What was wrong with the value seen and the rule; what to do. The file is added by the run.</param>
    /// <param name="byteOffset">Byte of the file where the problem is, or -1 when not known.</param>
    /// <param name="cause">Underlying error, if any.</param>
    public BadSampleException(string reason, string message, long byteOffset = -1, Exception? cause = null)
        : base(1, message, cause)
    {
        Reason = reason;
        ByteOffset = byteOffset;
    }

    /// <summary>Stable kebab-case word.</summary>
    public string Reason { get; }

    /// <summary>Byte of the file where the problem is, or -1.</summary>
    public long ByteOffset { get; }
}
