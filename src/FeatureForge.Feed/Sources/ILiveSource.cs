using FeatureForge.Pipeline.Run;

namespace FeatureForge.Feed.Sources;

/// <summary>A source that makes its samples.</summary>
internal interface ILiveSource : IFeedSource
{
    /// <summary>Seconds that all workers together have spent in a stage.</summary>
    /// <param name="stage">Stage.</param>
    double Seconds(Stage stage);
}
