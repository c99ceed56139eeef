using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Execution;
using FeatureForge.Gpu.Targets;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>How the memory of a run is divided among its batches.</summary>
public sealed class BatchLimitsTests(RunFolder folder) : IClassFixture<RunFolder>
{
    private static readonly DeviceDescription s_device = new Twin.TwinDevice("").Description with { MemoryBytes = 1L << 40, LargestBufferBytes = 1L << 38 };

    [Theory]
    [InlineData(1_000_000, 0, 0)]
    [InlineData(0, 7_777_777, 12_345)]
    [InlineData(60_000_000, 1, 9_000_001)]
    [InlineData(100, 100, 100)]
    public void Of_FromTheLeastMemoryOn_HoldsThePicturesAndKeepsWithinItsBytes(long coefficients, long source, long resize)
    {
        var picture = new PictureDemand(coefficients, source, resize);
        var plan = new WorkScene(folder, RunFolder.Recipe()).Plan(workers: 3, items: 192);
        long least = Least(plan, [picture]);
        for (long bytes = least; bytes < least * 8; bytes += 1 + (least / 97))
        {
            var limits = BatchLimits.Of(plan, s_device, 64, new MemoryGrant(bytes, "test"), [picture]);
            Assert.True(limits.Hold(picture), $"{bytes} of at least {least} bytes: {limits}");
            Assert.InRange(limits.Images, 1, 64);
            Assert.InRange(limits.DeviceBytes * 6, 1, bytes);
        }

        Assert.Throws<FeatureForgeException>(() => BatchLimits.Of(plan, s_device, 64, new MemoryGrant(least - 1, "test"), [picture]));
    }

    [Fact]
    public void Of_SeveralPictures_HoldsHalfOfThem()
    {
        var plan = new WorkScene(folder, RunFolder.Recipe()).Plan(workers: 1, items: 24);
        PictureDemand[] pictures = [new(9_000_000, 0, 0), new(1_000_000, 0, 0), new(3_000_000, 0, 0), new(1L << 37, 0, 0)];
        long least = Least(plan, pictures);
        var limits = BatchLimits.Of(plan, s_device, 8, new MemoryGrant(least, "test"), pictures);
        Assert.Equal([false, true, true, false], pictures.Select(limits.Hold));
        Assert.True(Least(plan, []) < least);
    }

    [Fact]
    public void Of_AManyAnchorsTimesImages_StaysBelowWhatABatchOfTargetsCounts()
    {
        string anchors = "{anchors: [{featureMap: [1000, 1000], scales: [0.1], aspectRatios: [1]}]}";
        var plan = new WorkScene(folder, RunFolder.Recipe(("TARGETS", anchors))).Plan(workers: 1, items: 3 * 4096);
        var limits = BatchLimits.Of(plan, s_device, 4096, new MemoryGrant(s_device.MemoryBytes, "test"), []);
        Assert.Equal(DeviceTargetStage.MostPictures(1_000_000), limits.Images);
        Assert.InRange(limits.Images * 1_000_000L * 4, 1, int.MaxValue);
    }

    [Fact]
    public void Of_ADeviceWithSmallBuffers_IsRefused()
    {
        var plan = new WorkScene(folder, RunFolder.Recipe()).Plan(workers: 1, items: 24);
        DeviceDescription small = s_device with { LargestBufferBytes = 50_000 };
        Assert.Contains("gives at most 50000", Assert.Throws<FeatureForgeException>(() => BatchLimits.Of(plan, small, 8, new MemoryGrant(1 << 30, "test"), [])).Message, StringComparison.Ordinal);
    }

    private static long Least(WorkerPlan plan, PictureDemand[] pictures)
    {
        string message = Assert.Throws<FeatureForgeException>(() => BatchLimits.Of(plan, s_device, 64, new MemoryGrant(1000, "test"), pictures)).Message;
        return long.Parse(message.Split("at least ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
