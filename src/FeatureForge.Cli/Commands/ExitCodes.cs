namespace FeatureForge.Cli.Commands;

/// <summary>Exit codes of the program.</summary>
internal static class ExitCodes
{
    /// <summary>All that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>The data or the run has a problem, said in words.</summary>
    public const int Problem = 1;

    /// <summary>The command or the recipe is wrong.</summary>
    public const int Usage = 2;
}
