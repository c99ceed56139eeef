using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Driver;

/// <summary>Memory and lifetimes.</summary>
public sealed class ComputeDeviceTests
{
    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Allocate_WithPoison_FillsTheBuffer(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend, new DeviceOptions { CacheFolder = "", Poison = 0xA5 });
        using IComputeQueue queue = device.CreateQueue();
        using IDeviceBuffer buffer = device.Allocate(12_345);
        var bytes = new byte[12_345];
        queue.Download(buffer, 0, bytes);
        Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept((byte)0xA5));
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Allocate_OfAnImpossibleSize_SaysWhatIsPossible(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        Assert.Equal(DriverFailure.WrongCall, Assert.Throws<DriverException>(() => device.Allocate(0)).Failure);
        DriverException tooLarge = Assert.Throws<DriverException>(() => device.Allocate(long.MaxValue));
        Assert.Equal(DriverFailure.OutOfMemory, tooLarge.Failure);
        Assert.True(tooLarge.CanFallBack);
        Assert.Contains("Use smaller batches", tooLarge.Message, StringComparison.Ordinal);
        Assert.Equal(DriverFailure.OutOfMemory, Assert.Throws<DriverException>(() => device.AllocatePinned(1L << 40)).Failure);
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Dispose_OfTheDeviceBeforeItsParts_LeavesThemToBeDisposed(DeviceBackend backend)
    {
        IComputeDevice device = TestDevices.Open(backend);
        IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        IComputeKernel kernel = program.Kernel("mirror");
        IComputeQueue queue = device.CreateQueue();
        IComputeEvent place = device.CreateEvent();
        IDeviceBuffer buffer = device.Allocate(256);
        IPinnedBuffer pinned = device.AllocatePinned(256);
        queue.Launch(kernel, new LaunchShape(1, 1, 64), [KernelArgument.Of(buffer)]);
        queue.Record(place);
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => device.Allocate(1));
        Assert.Throws<ObjectDisposedException>(() => device.AllocatePinned(1));
        Assert.Throws<ObjectDisposedException>(() => device.CreateQueue());
        Assert.Throws<ObjectDisposedException>(() => device.CreateEvent());
        Assert.Throws<ObjectDisposedException>(() => TestDevices.Build(device, TestKernels.Several));
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.Launch(kernel, new LaunchShape(1, 1, 64), [KernelArgument.Of(buffer)]));
        program.Dispose();
        place.Dispose();
        pinned.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pinned.Bytes.Length);
        queue.Dispose();
        queue.Dispose();
        device.Dispose();
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Finalizers_InAnyOrder_ReleaseWhatWasForgotten(DeviceBackend backend)
    {
        for (int i = 0; i < 5; i++)
            Forget(TestDevices.Find(backend));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using IComputeDevice device = TestDevices.Open(backend);
        using IDeviceBuffer buffer = device.Allocate(1);
        Assert.Equal(1, buffer.ByteCount);
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Parts_OfAnotherDevice_AreRefused(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeDevice stranger = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        using IComputeQueue queue = device.CreateQueue();
        using IComputeQueue strangeQueue = stranger.CreateQueue();
        using IComputeEvent place = stranger.CreateEvent();
        using IDeviceBuffer buffer = stranger.Allocate(256);
        using IPinnedBuffer pinned = stranger.AllocatePinned(256);
        using IDeviceBuffer own = device.Allocate(256);
        Assert.All<Action>(
            [
                () => queue.Fill(buffer, 0, 1, 0), () => queue.Write(pinned, 0, own, 0, 1), () => queue.Record(place), () => queue.Wait(place),
                () => queue.Launch(program.Kernel("mirror"), new LaunchShape(1, 1, 64), [KernelArgument.Of(buffer)]),
                () => strangeQueue.Launch(program.Kernel("mirror"), new LaunchShape(1, 1, 64), [KernelArgument.Of(buffer)]),
            ],
            action => Assert.Contains("belongs to another device", Assert.Throws<DriverException>(action).Message, StringComparison.Ordinal));
    }

    private static void Forget(FoundDevice found)
    {
        IComputeDevice device = found.Open(new DeviceOptions { CacheFolder = "" });
        _ = device.Allocate(1000);
        _ = device.AllocatePinned(1000);
        _ = device.CreateEvent();
        device.CreateQueue().Record(device.CreateEvent());
    }
}
