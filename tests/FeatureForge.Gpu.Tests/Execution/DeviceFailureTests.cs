using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Execution;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>A device that fails in the middle of a run: the run goes on, says so, and writes the same bytes.</summary>
public sealed class DeviceFailureTests(RunFolder folder) : IClassFixture<RunFolder>
{
    public static TheoryData<DriverFailure, FaultPlace, int> Faults
    {
        get
        {
            TheoryData<DriverFailure, FaultPlace, int> faults = [];
            foreach (DriverFailure failure in (DriverFailure[])[DriverFailure.OutOfMemory, DriverFailure.DeviceLost])
            {
                foreach (FaultPlace place in Enum.GetValues<FaultPlace>())
                {
                    foreach (int at in (int[])[1, 2, 9, 40, 75])
                        faults.Add(failure, place, at);
                }
            }

            return faults;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public void Run_WithAFault_WritesTheBytesOfTheHostAndSaysSo(DriverFailure failure, FaultPlace place, int at)
    {
        string recipe = RunFolder.Recipe(("EPOCHS", "2"));
        var device = new FaultyDevice(SharedDevices.Get(TestDevice.OpenCl), failure, place, at);
        var notes = new List<string>();
        using var backend = new DeviceRunBackend(device, new DeviceRunOptions { BatchSize = 8 });
        var (digest, summary) = folder.Run(recipe, backend, workers: 2, note =>
        {
            lock (notes)
                notes.Add(note);
        });
        Assert.Equal(folder.OnHost(recipe).Digest, digest);
        DeviceRunTests.Equal(folder.OnHost(recipe).Summary, summary);
        bool isSaid = notes.Any(note => note.Contains("a fault of the test", StringComparison.Ordinal));
        if (device.Calls < at || (place == FaultPlace.Finish && !isSaid))
        {
            // The place was not reached, or only when the memory was given back after the last batch.
            Assert.Empty(summary.Routes.RedoneBatches);
            return;
        }

        Assert.Single(notes, note => note.Contains("a fault of the test", StringComparison.Ordinal));
        string reason = failure == DriverFailure.DeviceLost ? "device-lost" : "out-of-memory";
        Assert.All(summary.Routes.RedoneBatches.Keys, key => Assert.Equal(reason, key));
        if (failure == DriverFailure.OutOfMemory)
            Assert.True(summary.Routes.OnDevice > 0);
        else
            Assert.True(summary.Routes.OnHost.GetValueOrDefault("device-lost") + summary.Routes.OnHost.GetValueOrDefault("redone") > 0);
    }

    [SkippableFact]
    public void Run_OnADeviceThatIsAlwaysFull_IsMadeOnTheHost()
    {
        string recipe = RunFolder.Recipe();
        using var backend = new DeviceRunBackend(new FullDevice(SharedDevices.Get(TestDevice.OpenCl)), new DeviceRunOptions { BatchSize = 8 });
        var (digest, summary) = folder.Run(recipe, backend, workers: 1);
        Assert.Equal(folder.OnHost(recipe).Digest, digest);
        Assert.Equal(0, summary.Routes.OnDevice);
        Assert.True(summary.Routes.OnHost["out-of-memory"] > 0);
    }

    [SkippableFact]
    public void Run_WithAnyOtherFailure_EndsWithTheSentenceOfTheDevice()
    {
        var device = new FaultyDevice(SharedDevices.Get(TestDevice.OpenCl), DriverFailure.CallFailed, FaultPlace.Launch, 30);
        using var backend = new DeviceRunBackend(device, new DeviceRunOptions { BatchSize = 8 });
        var failure = Assert.ThrowsAny<FeatureForgeException>(() => folder.Run(RunFolder.Recipe(), backend, workers: 2));
        Assert.Contains("Launch 30 on", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A device without memory to give.</summary>
    private sealed class FullDevice(IComputeDevice device) : ForwardingDevice(device)
    {
        public override IDeviceBuffer Allocate(long bytes) => throw DriverErrors.CallFailed("clCreateBuffer", "CL_MEM_OBJECT_ALLOCATION_FAILURE", DriverFailure.OutOfMemory, Description.Name);
    }
}
