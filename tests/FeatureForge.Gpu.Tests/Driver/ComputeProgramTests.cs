using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Driver;

/// <summary>Building, the cache, and what a kernel may ask for.</summary>
public sealed class ComputeProgramTests
{
    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Build_OfWrongText_GivesTheLogWithFileAndLine(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        KernelSource source = KernelLibrary.FromText("test/wrong", "FF_KERNEL(64) void wrong(FF_GLOBAL uint* values)\n{\n    values[0] = nobody;\n}\n");
        DriverException exception = Assert.Throws<DriverException>(() => device.Build(source));
        Assert.Equal(DriverFailure.BuildFailed, exception.Failure);
        Assert.Contains("test/wrong", exception.Message, StringComparison.Ordinal);
        Assert.Contains("nobody", exception.Message, StringComparison.Ordinal);
        Assert.Contains("wrong.cl", exception.Message, StringComparison.Ordinal);
        Assert.Matches(@"wrong\.cl.{1,3}3\b", exception.Message);
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Build_OfTheSameTextAgain_ComesFromTheCacheUnlessItIsDamaged(DeviceBackend backend)
    {
        using var folder = new TemporaryFolder();
        string cache = folder["cache"];
        using IComputeDevice device = TestDevices.Open(backend, new DeviceOptions { CacheFolder = cache });
        ProgramOrigin Build()
        {
            using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
            using IComputeQueue queue = device.CreateQueue();
            using IDeviceBuffer buffer = device.Allocate(256);
            queue.Launch(program.Kernel("mirror"), new LaunchShape(1, 1, 64), [KernelArgument.Of(buffer)]);
            queue.Finish();
            return program.Origin;
        }

        Assert.Equal(ProgramOrigin.Compiled, Build());
        Assert.Equal(ProgramOrigin.Cache, Build());
        string file = Assert.Single(Directory.GetFiles(cache));
        byte[] sound = File.ReadAllBytes(file);
        byte[][] damages = [[], sound[..10], sound[..^1], [.. sound, 0], [.. sound[..^100], (byte)(sound[^100] ^ 1), .. sound[^99..]]];
        foreach (byte[] damaged in damages)
        {
            File.WriteAllBytes(file, damaged);
            Assert.Equal(ProgramOrigin.Compiled, Build());
            Assert.Equal(ProgramOrigin.Cache, Build());
        }
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Build_WithACachedProgramThatTheDriverRefuses_CompilesAgain(DeviceBackend backend)
    {
        using var folder = new TemporaryFolder();
        using IComputeDevice device = TestDevices.Open(backend, new DeviceOptions { CacheFolder = folder["cache"] });
        TestDevices.Build(device, TestKernels.Several).Dispose();
        string file = Assert.Single(Directory.GetFiles(folder["cache"]));
        new ProgramCache(folder["cache"]).Write(Convert.FromHexString(Path.GetFileNameWithoutExtension(file)), "not a program of any device"u8);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        Assert.Equal(ProgramOrigin.Compiled, program.Origin);
        Assert.Equal(64, program.Kernel("add").Signature.Lanes);
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Build_FromTwoThreads_GivesTwoWorkingPrograms(DeviceBackend backend)
    {
        using var folder = new TemporaryFolder();
        using IComputeDevice device = TestDevices.Open(backend, new DeviceOptions { CacheFolder = folder["cache"] });
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ =>
        {
            using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
            Assert.Same(program.Kernel("add"), program.Kernel("add"));
        });
        Assert.Single(Directory.GetFiles(folder["cache"]));
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Kernel_WithMoreLocalMemoryThanEveryDeviceHas_IsRefused(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram most = TestDevices.Build(device, TestKernels.WithLocalMemory(LaunchRules.MostLocalBytes));
        Assert.Equal(LaunchRules.MostLocalBytes, most.Kernel("local_memory").LocalBytes);
        Exception exception = Assert.ThrowsAny<Exception>(() =>
        {
            using IComputeProgram program = TestDevices.Build(device, TestKernels.WithLocalMemory(LaunchRules.MostLocalBytes + 4));
            program.Kernel("local_memory");
        });
        string message = Assert.IsType<DriverException>(exception).Message;
        Assert.True(backend == DeviceBackend.Cuda || message.Contains("49,156 bytes of local memory", StringComparison.Ordinal), message);
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Kernel_ThatIsNotThere_IsNamedWithTheOnesThatAre(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        Assert.Contains("test/several has no kernel subtract; it has add, mirror, work, place.", Assert.Throws<DriverException>(() => program.Kernel("subtract")).Message, StringComparison.Ordinal);
    }
}
