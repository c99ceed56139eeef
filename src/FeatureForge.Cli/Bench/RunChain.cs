using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// The whole way as <c>featureforge run</c> goes it on one backend: from photos in a folder to shards on disk. A benchmark lets passes of several
/// of them alternate.
/// </summary>
internal sealed class RunChain
{
    private readonly BenchFolder _folder;
    private readonly Recipe _recipe;
    private readonly IRunBackend _backend;
    private readonly Func<double> _waited;
    private readonly Lock _gate = new();
    private readonly List<string> _notes = [];

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

    /// <summary>Backend, in a word.</summary>
    public string Backend => _backend.Name;

    /// <summary>The device in words; null where the CPU does all.</summary>
    public string? Device => _backend.Device;

    /// <summary>Threads of the host.</summary>
    public int Workers => Environment.ProcessorCount;

    /// <summary>Images of a pass.</summary>
    public int Images { get; }

    /// <summary>Time for which threads of the host stood waiting for a device in all passes so far, in seconds.</summary>
    public double WaitSeconds => _waited();

    /// <summary>Where the samples of all passes so far were made.</summary>
    public RouteCounts Routes { get; } = new();

    /// <summary>What the runs said on their way, each sentence once: what memory they may take, and why they went on without the device.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Does every image once.</summary>
    /// <param name="cancellation">Stops the pass.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Pass(CancellationToken cancellation)
    {
        var settings = new RunSettings { OutputFolder = _folder.Output, Workers = Workers, Backend = _backend, Fresh = true };
        Routes.Add(ShardRun.Execute(_recipe, _folder.Source, settings, new RunProgress { Note = Keep }, cancellation).Routes);
    }

    private void Keep(string note)
    {
        lock (_gate)
        {
            if (!_notes.Contains(note))
                _notes.Add(note);
        }
    }
}
