using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>The whole way as <c>featureforge run</c> goes it on one backend: from photos in a folder to shards on disk.</summary>
internal sealed class RunChain : IChainRun
{
    private readonly BenchFolder _folder;
    private readonly Recipe _recipe;
    private readonly IRunBackend _backend;
    private readonly Func<double> _waited;

    /// <summary>Plans the run.</summary>
    /// <param name="folder">Photos, and where the shards go.</param>
    /// <param name="recipe">Recipe.</param>
    /// <param name="leastImages">Images of a pass at least; the photos are gone round often enough.</param>
    /// <param name="backend">What does the pixel work; stays the caller's.</param>
    /// <param name="waited">Seconds for which threads stood waiting for a device so far; null for none.</param>
    public RunChain(BenchFolder folder, Recipe recipe, int leastImages, IRunBackend backend, Func<double>? waited = null)
    {
        int photos = folder.Source.Samples.Count;
        _folder = folder;
        _recipe = recipe with { Epochs = Math.Max(1, (leastImages + photos - 1) / photos) };
        _backend = backend;
        _waited = waited ?? (() => 0);
        Images = photos * _recipe.Epochs;
    }

    /// <inheritdoc/>
    public string Backend => _backend.Name;

    /// <inheritdoc/>
    public int Workers => Environment.ProcessorCount;

    /// <inheritdoc/>
    public int Images { get; }

    /// <inheritdoc/>
    public double WaitSeconds => _waited();

    /// <inheritdoc/>
    public void Pass() =>
        ShardRun.Execute(_recipe, _folder.Source, new RunSettings { OutputFolder = _folder.Output, Workers = Workers, Backend = _backend, Fresh = true }, new RunProgress(), CancellationToken.None);
}
