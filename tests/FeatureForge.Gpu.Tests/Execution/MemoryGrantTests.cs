using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Execution;

namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>How much memory a run takes of a device when nobody says how much.</summary>
public sealed class MemoryGrantTests
{
    private const long Gibibyte = 1L << 30;

    private static readonly DeviceDescription s_device = new Twin.TwinDevice("").Description;

    [Theory]
    [InlineData(8, -1, 64, 16, false, 2, "a quarter of its memory")]
    [InlineData(8, 3, 64, 16, false, 1.5, "half of its free memory")]
    [InlineData(139, 138, 128, 8, false, 8, "1,024 MiB per worker")]
    [InlineData(139, 138, 128, 64, false, 16, "the most that a run takes without --device-memory")]
    [InlineData(80, 79, 16, 64, false, 4, "a quarter of this machine's memory, for pinned memory grows with it")]
    [InlineData(32, -1, 32, 2, true, 1, "512 MiB per worker")]
    [InlineData(64, -1, 64, 32, true, 4, "the most that a run takes without --device-memory")]
    [InlineData(2, -1, 4, 8, true, 0.5, "a quarter of its memory")]
    public void Of_WithoutANumber_IsAShareWithItsReason(long device, long free, long host, int workers, bool isProcessor, double expected, string origin)
    {
        DeviceDescription description = s_device with { MemoryBytes = device * Gibibyte, IsProcessor = isProcessor };
        var grant = MemoryGrant.Of(description, free < 0 ? null : free * Gibibyte, host * Gibibyte, 0, workers);
        Assert.Equal(((long)(expected * Gibibyte), origin), (grant.Bytes, grant.Origin));
    }

    [Fact]
    public void Of_ANumber_IsThatAndSaysWhereLessIsFree()
    {
        DeviceDescription device = s_device with { MemoryBytes = 8 * Gibibyte };
        Assert.Equal(new MemoryGrant(8 * Gibibyte, "--device-memory"), MemoryGrant.Of(device, null, Gibibyte, 8 * Gibibyte, 1));
        Assert.Equal(new MemoryGrant(2 * Gibibyte, "--device-memory; 1,024 MiB are free now"), MemoryGrant.Of(device, Gibibyte, Gibibyte, 2 * Gibibyte, 1));
        Assert.Contains("is more than twin:0", Assert.Throws<FeatureForgeException>(() => MemoryGrant.Of(device, null, Gibibyte, (8 * Gibibyte) + 1, 1)).Message, StringComparison.Ordinal);
    }
}
