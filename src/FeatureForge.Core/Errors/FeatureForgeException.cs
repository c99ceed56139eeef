namespace FeatureForge.Core.Errors;

/// <summary>
/// An error that a user can act on. The message says what was wrong with the value seen and the rule, where, and what to do.
/// </summary>
public class FeatureForgeException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="exitCode">Exit code of the program: 1 the data or the run has a problem, 2 the command or recipe is wrong.</param>
    /// <param name="message">What, where, what to do.</param>
    /// <param name="cause">Underlying error, if any.</param>
    public FeatureForgeException(int exitCode, string message, Exception? cause = null)
        : base(message, cause) => ExitCode = exitCode;

    /// <summary>1: the data or the run has a problem. 2: the command or recipe is wrong.</summary>
    public int ExitCode { get; }
}
