using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;

namespace FeatureForge.Gpu.Tests.Driver;

/// <summary>Sharing of programs, on stand-ins for compiled ones.</summary>
public sealed class ProgramTableTests
{
    private readonly List<StandInProgram> _compiled = [];
    private bool _fails;

    [Fact]
    public void Share_OfTheSameText_CompilesOnceAndDisposesWithTheLast()
    {
        var table = new ProgramTable(Compile);
        IComputeProgram first = table.Share(Source("a"));
        IComputeProgram second = table.Share(Source("a"));
        IComputeProgram other = table.Share(Source("b"));
        Assert.Equal((2, 2), (_compiled.Count, table.Count));
        first.Dispose();
        first.Dispose();
        Assert.False(_compiled[0].IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => first.Kernel("a"));
        second.Dispose();
        Assert.True(_compiled[0].IsDisposed);
        Assert.False(_compiled[1].IsDisposed);
        Assert.Equal(1, table.Count);
        other.Dispose();
        table.Share(Source("a")).Dispose();
        Assert.Equal((3, 0), (_compiled.Count, table.Count));
    }

    [Fact]
    public void Share_OfATextThatDoesNotCompile_IsTriedAgain()
    {
        var table = new ProgramTable(Compile);
        _fails = true;
        Assert.Throws<DriverException>(() => table.Share(Source("a")));
        Assert.Equal(0, table.Count);
        _fails = false;
        table.Share(Source("a")).Dispose();
        Assert.Single(_compiled);
    }

    [Fact]
    public void Share_FromSeveralThreads_CompilesOnce()
    {
        var table = new ProgramTable(Compile);
        using IComputeProgram kept = table.Share(Source("a"));
        Parallel.For(0, 1000, i => table.Share(Source("a")).Dispose());
        Assert.Single(_compiled);
        Assert.False(_compiled[0].IsDisposed);
    }

    private static KernelSource Source(string name) => KernelLibrary.FromText("test/table", $"FF_KERNEL(64) void {name}(FF_GLOBAL uint* values)\n{{\n}}\n");

    private StandInProgram Compile(KernelSource source)
    {
        if (_fails)
            throw DriverErrors.BuildFailed(source.Name, "stand-in", "-1", "no");
        var program = new StandInProgram(source);
        _compiled.Add(program);
        return program;
    }

    private sealed class StandInProgram(KernelSource source) : IComputeProgram
    {
        public bool IsDisposed { get; private set; }

        public KernelSource Source { get; } = source;

        public ProgramOrigin Origin => ProgramOrigin.Compiled;

        public IComputeKernel Kernel(string name) => throw DriverErrors.NoSuchKernel(Source, name);

        public void Dispose() => IsDisposed = true;
    }
}
