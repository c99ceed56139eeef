using FeatureForge.Feed.Sources;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Feed.Serving;

/// <summary>What a feed serves.</summary>
public abstract record FeedData
{
    private protected FeedData()
    {
    }

    /// <summary>Records of a complete folder of shards.</summary>
    /// <param name="folder">Folder.</param>
    /// <param name="targets">Targets to match anew, or null to serve records as they are.</param>
    public static FeedData OfShards(string folder, TargetOptions? targets = null) => new Shards(folder, targets);

    /// <summary>A recipe whose samples are made as they are asked for.</summary>
    /// <param name="recipe">Recipe; other targets than those of its file are put in its place before.</param>
    /// <param name="source">Its samples.</param>
    /// <param name="workers">Threads that make samples, at least 1.</param>
    public static FeedData OfRecipe(Recipe recipe, SourceListing source, int workers) => new Live(recipe, source, workers);

    internal abstract IFeedSource Open(FeedMetrics metrics, Action<string> note);

    private sealed record Shards(string Folder, TargetOptions? Targets) : FeedData
    {
        internal override IFeedSource Open(FeedMetrics metrics, Action<string> note) =>
            new ShardSource(Folder, Targets is null ? null : new LiveTargets(Targets));
    }

    private sealed record Live(Recipe Recipe, SourceListing Listing, int Workers) : FeedData
    {
        internal override IFeedSource Open(FeedMetrics metrics, Action<string> note) => new LiveSource(Recipe, Listing, Workers, metrics, note);
    }
}
