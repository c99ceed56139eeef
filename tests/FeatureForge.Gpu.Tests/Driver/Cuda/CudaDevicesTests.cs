using FeatureForge.Gpu.Driver.Cuda;

namespace FeatureForge.Gpu.Tests.Driver.Cuda;

public sealed class CudaDevicesTests
{
    [Theory]
    [InlineData(11_080, 70)]
    [InlineData(13_000, 120)]
    public void ReasonAgainst_ADeviceWithAll_IsEmpty(int driver, int architecture) => Assert.Empty(CudaDevices.ReasonAgainst(driver, architecture, 0, ""));

    [Theory]
    [InlineData(11_040, 90, 0, "", "driver is for CUDA 11.4; 11.8 is needed")]
    [InlineData(12_040, 61, 0, "", "sm_61")]
    [InlineData(12_040, 90, 2, "", "compute mode")]
    [InlineData(12_040, 90, 0, "NVRTC is not installed.", "NVRTC is not installed.")]
    public void ReasonAgainst_ADeviceThatLacksSomething_NamesIt(int driver, int architecture, int mode, string compiler, string words) =>
        Assert.Contains(words, CudaDevices.ReasonAgainst(driver, architecture, mode, compiler), StringComparison.Ordinal);
}
