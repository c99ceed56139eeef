namespace FeatureForge.Cli.Bench;

/// <summary>
/// The whole way from photos to shards on one backend. A benchmark lets passes of several of them alternate.
/// </summary>
internal interface IChainRun
{
    /// <summary>Backend, in a word.</summary>
    string Backend { get; }

    /// <summary>Threads of the host.</summary>
    int Workers { get; }

    /// <summary>Images of a pass.</summary>
    int Images { get; }

    /// <summary>Time for which threads of the host stood waiting for a device in all passes so far, in seconds.</summary>
    double WaitSeconds { get; }

    /// <summary>Does every image once.</summary>
    void Pass();
}
