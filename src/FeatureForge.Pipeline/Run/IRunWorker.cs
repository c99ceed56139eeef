using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Run;

/// <summary>Makes samples in a thread of its own, from file to finished sample, and counts what it does.</summary>
public interface IRunWorker : IDisposable
{
    /// <summary>What it noticed about samples.</summary>
    SampleCounts Counts { get; }

    /// <summary>Where its time went.</summary>
    StageTimes Times { get; }

    /// <summary>What matching did to the objects; null without targets.</summary>
    MatchReport? MatchReport { get; }

    /// <summary>Which samples were made where.</summary>
    RouteCounts Routes { get; }

    /// <summary>Makes samples until there are no more.</summary>
    /// <param name="work">Where they come from and go to.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The run cannot go on.</exception>
    /// <exception cref="OperationCanceledException">The run stops.</exception>
    void Work(WorkSource work);
}
