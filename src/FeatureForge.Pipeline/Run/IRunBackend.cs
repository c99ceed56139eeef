namespace FeatureForge.Pipeline.Run;

/// <summary>What does the pixel work of a run. Which one it is changes no byte of the output.</summary>
public interface IRunBackend : IDisposable
{
    /// <summary>Name as the command line has it: <c>cpu</c>, <c>opencl</c>, <c>cuda</c>.</summary>
    string Name { get; }

    /// <summary>The device in words; null where the processor does all.</summary>
    string? Device { get; }

    /// <summary>Memory that the run begun last may take for the device; null before, and where the processor does all.</summary>
    RunMemory? Memory { get; }

    /// <summary>Samples that a worker would have under way or waiting for the writer, at least 1; memory may allow fewer.</summary>
    int ItemsPerWorker { get; }

    /// <summary>Makes the workers of a run; the run disposes them.</summary>
    /// <param name="plan">What they work on.</param>
    /// <returns>As many workers as planned; each is used from one thread.</returns>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The backend cannot do the run: a codec is missing, or too little memory was allowed.</exception>
    IReadOnlyList<IRunWorker> CreateWorkers(WorkerPlan plan);
}
