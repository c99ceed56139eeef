using System.Runtime.InteropServices;
using FeatureForge.Gpu.Driver;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Driver;

/// <summary>Copies, launches and events, on each backend that this machine has.</summary>
public sealed class ComputeQueueTests
{
    private const int Count = 1000;

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void WriteAndRead_OfParts_MoveExactlyThose(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeQueue queue = device.CreateQueue();
        using IDeviceBuffer buffer = device.Allocate(100);
        using IPinnedBuffer pinned = device.AllocatePinned(50);
        for (int i = 0; i < 50; i++)
            pinned.Bytes[i] = (byte)(i + 1);
        queue.Fill(buffer, 0, 100, 0xEE);
        queue.Write(pinned, 10, buffer, 70, 20);
        queue.Write(pinned, 50, buffer, 100, 0);
        queue.Fill(buffer, 75, 2, 0);
        queue.Read(buffer, 65, pinned, 0, 30);
        queue.Finish();
        byte[] expected = [.. Enumerable.Repeat((byte)0xEE, 5), .. Enumerable.Range(11, 5).Select(i => (byte)i), 0, 0, .. Enumerable.Range(18, 13).Select(i => (byte)i), .. Enumerable.Repeat((byte)0xEE, 5)];
        Assert.Equal(expected, pinned.Bytes[..30].ToArray());
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Copy_OfAPart_MovesExactlyThat(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeQueue queue = device.CreateQueue();
        using IDeviceBuffer source = device.Allocate(100);
        using IDeviceBuffer destination = device.Allocate(60);
        queue.Upload([.. Enumerable.Range(0, 100).Select(i => (byte)i)], source);
        queue.Fill(destination, 0, 60, 0xEE);
        queue.Copy(source, 70, destination, 5, 20);
        queue.Copy(source, 100, destination, 60, 0);
        var results = new byte[60];
        queue.Download(destination, 0, results);
        Assert.Equal([.. Enumerable.Repeat((byte)0xEE, 5), .. Enumerable.Range(70, 20).Select(i => (byte)i), .. Enumerable.Repeat((byte)0xEE, 35)], results);
        Assert.Throws<ArgumentException>(() => queue.Copy(source, 0, source, 50, 10));
        Assert.Throws<DriverException>(() => queue.Copy(source, 50, destination, 0, 51));
        Assert.Throws<DriverException>(() => queue.Copy(source, 0, destination, 1, 60));
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Launch_OfKernelsInARow_SeesWhatTheOnesBeforeWrote(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        using IComputeQueue queue = device.CreateQueue();
        using IDeviceBuffer source = device.Allocate(1024 * sizeof(uint));
        using IDeviceBuffer destination = device.Allocate(1024 * sizeof(uint));
        queue.Upload(MemoryMarshal.AsBytes<uint>([.. Enumerable.Range(0, 1024).Select(i => (uint)i)]), source);
        queue.Fill(destination, 0, destination.ByteCount, 0xCD);
        queue.Launch(program.Kernel("add"), LaunchShape.ToCover(Count, 64), [KernelArgument.Of(source), KernelArgument.Of(destination), (uint)Count, 5u]);
        queue.Launch(program.Kernel("mirror"), new LaunchShape(16, 1, 64), [KernelArgument.Of(destination)]);
        uint[] results = Download(queue, destination, 1024);
        Assert.All(Enumerable.Range(0, 1024), i =>
        {
            int from = (i / 64 * 64) + 63 - (i % 64);
            Assert.Equal(from < Count ? (uint)from + 5 : 0xCDCDCDCD, results[i]);
        });
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Launch_WithTwoAxesAndWideNumbers_PassesThemWhole(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        using IComputeQueue queue = device.CreateQueue();
        using IDeviceBuffer buffer = device.Allocate(3 * 128 * sizeof(ulong));
        queue.Fill(buffer, 0, buffer.ByteCount, 0xCD);
        queue.Launch(program.Kernel("place"), new LaunchShape(2, 3, 64), [KernelArgument.Of(buffer), 0xFEDC_BA98_7654_3210, -16L, 1.5f]);
        var results = new ulong[3 * 128];
        queue.Download(buffer, 0, MemoryMarshal.AsBytes(results.AsSpan()));
        Assert.All(Enumerable.Range(0, results.Length), i =>
            Assert.Equal(unchecked(0xFEDC_BA98_7654_3210 - 16 + 3 + ((ulong)(i / 128) << 32) + (3 * 64)), results[i]));
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Wait_ForAnEventOfAnotherQueue_OrdersTheTwo(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        using IComputeQueue copies = device.CreateQueue();
        using IComputeQueue kernels = device.CreateQueue();
        using IComputeEvent written = device.CreateEvent();
        using IComputeEvent computed = device.CreateEvent();
        using IPinnedBuffer pinned = device.AllocatePinned(Count * sizeof(uint));
        using IDeviceBuffer buffer = device.Allocate(1024 * sizeof(uint));
        written.Synchronize();
        kernels.Wait(written);
        Span<uint> values = MemoryMarshal.Cast<byte, uint>(pinned.Bytes);
        for (uint round = 0; round < 20; round++)
        {
            values.Fill(round * 1000);
            copies.Wait(computed);
            copies.Write(pinned, 0, buffer, 0, pinned.ByteCount);
            copies.Record(written);
            kernels.Wait(written);
            kernels.Launch(program.Kernel("add"), LaunchShape.ToCover(Count, 64), [KernelArgument.Of(buffer), KernelArgument.Of(buffer), (uint)Count, round]);
            kernels.Record(computed);
            written.Synchronize();
            copies.Wait(computed);
            copies.Read(buffer, 0, pinned, 0, pinned.ByteCount);
            copies.Finish();
            Assert.Equal(-1, values.IndexOfAnyExcept(round * 1001));
        }
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void ElapsedSince_OfTimedEvents_GrowsWithTheWork(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        using IComputeQueue queue = device.CreateQueue(timed: true);
        using IComputeEvent start = device.CreateEvent(timed: true);
        using IComputeEvent end = device.CreateEvent(timed: true);
        using IDeviceBuffer buffer = device.Allocate(4096 * sizeof(uint));
        TimeSpan Measure(int rounds)
        {
            queue.Record(start);
            queue.Launch(program.Kernel("work"), new LaunchShape(64, 1, 64), [KernelArgument.Of(buffer), rounds]);
            queue.Record(end);
            return end.ElapsedSince(start);
        }

        Measure(1);
        TimeSpan little = Enumerable.Range(0, 5).Min(_ => Measure(10));
        Assert.InRange(Measure(300_000).TotalMicroseconds, little.TotalMicroseconds + 1, 1e9);
        Assert.Equal(DriverFailure.WrongCall, Assert.Throws<DriverException>(() => ElapsedOfUntimed(device)).Failure);
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Launch_FromTwoThreadsOnOneKernel_KeepsTheirArgumentsApart(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, worker =>
        {
            using IComputeQueue queue = device.CreateQueue();
            using IDeviceBuffer buffer = device.Allocate(Count * sizeof(uint));
            IComputeKernel kernel = program.Kernel("add");
            queue.Fill(buffer, 0, buffer.ByteCount, 0);
            for (int i = 0; i < 200; i++)
                queue.Launch(kernel, LaunchShape.ToCover(Count, 64), [KernelArgument.Of(buffer), KernelArgument.Of(buffer), (uint)Count, worker == 0 ? 1u : 100_000u]);
            Assert.All(Download(queue, buffer, Count), value => Assert.Equal(worker == 0 ? 200u : 20_000_000u, value));
        });
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void WarmBatch_OfCopyLaunchAndEvent_AllocatesNothing(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        using IComputeQueue queue = device.CreateQueue();
        using IComputeQueue other = device.CreateQueue();
        using IComputeEvent done = device.CreateEvent();
        using IPinnedBuffer pinned = device.AllocatePinned(Count * sizeof(uint));
        using IDeviceBuffer buffer = device.Allocate(Count * sizeof(uint));
        IComputeKernel kernel = program.Kernel("add");
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            queue.Fill(buffer, 0, 4, 1);
            queue.Write(pinned, 0, buffer, 0, pinned.ByteCount);
            queue.Launch(kernel, LaunchShape.ToCover(Count, 64), [KernelArgument.Of(buffer), KernelArgument.Of(buffer), (uint)Count, 1u]);
            queue.Record(done);
            other.Wait(done);
            other.Read(buffer, 0, pinned, 0, pinned.ByteCount);
            other.Finish();
            done.Synchronize();
        }));
    }

    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Range_OutsideItsBuffer_IsRefused(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeQueue queue = device.CreateQueue();
        using IDeviceBuffer buffer = device.Allocate(100);
        using IPinnedBuffer pinned = device.AllocatePinned(100);
        Assert.All<Action>(
            [
                () => queue.Write(pinned, 0, buffer, 1, 100), () => queue.Write(pinned, 1, buffer, 0, 100), () => queue.Read(buffer, -1, pinned, 0, 10),
                () => queue.Read(buffer, 0, pinned, 0, long.MaxValue), () => queue.Fill(buffer, 101, 0, 0), () => queue.Fill(buffer, 0, -1, 0),
                () => queue.Upload(new byte[101], buffer), () => queue.Download(buffer, 100, new byte[1]),
            ],
            action => Assert.Contains("do not lie in a buffer of 100 bytes", Assert.Throws<DriverException>(action).Message, StringComparison.Ordinal));
    }

    private static TimeSpan ElapsedOfUntimed(IComputeDevice device)
    {
        using IComputeQueue queue = device.CreateQueue();
        using IComputeEvent start = device.CreateEvent();
        using IComputeEvent end = device.CreateEvent();
        queue.Record(start);
        queue.Record(end);
        return end.ElapsedSince(start);
    }

    private static uint[] Download(IComputeQueue queue, IDeviceBuffer buffer, int count)
    {
        var values = new uint[count];
        queue.Download(buffer, 0, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
