namespace FeatureForge.Pipeline.Decode;

/// <summary>A file was not as its entry points say. The file may be good: whoever catches this decodes it again without them.</summary>
public sealed class EntryPointsException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What, where, what to do.</param>
    public EntryPointsException(string message)
        : base(message)
    {
    }
}
