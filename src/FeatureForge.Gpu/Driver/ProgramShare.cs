namespace FeatureForge.Gpu.Driver;

/// <summary>A program that others may hold too; disposing gives this share of it back.</summary>
/// <param name="source">What this holder asked for.</param>
/// <param name="program">The one program.</param>
/// <param name="giveBack">Called once.</param>
internal sealed class ProgramShare(KernelSource source, IComputeProgram program, Action giveBack) : IComputeProgram
{
    private int _disposed;

    public KernelSource Source { get; } = source;

    public ProgramOrigin Origin => program.Origin;

    public IComputeKernel Kernel(string name)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return program.Kernel(name);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            giveBack();
    }
}
