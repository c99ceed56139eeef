using FeatureForge.Gpu.Driver.OpenCl;

namespace FeatureForge.Gpu.Tests.Driver.OpenCl;

public sealed class OpenClDevicesTests
{
    private const ulong RoundsCorrectly = OpenClLibrary.FpCorrectlyRoundedDivideSqrt | 0x7;

    [Fact]
    public void ReasonAgainst_ADeviceWithAll_IsEmpty() => Assert.Empty(OpenClDevices.ReasonAgainst(new OpenClTraits(true, true, true, RoundsCorrectly, new Version(1, 2))));

    [Theory]
    [InlineData(false, true, true, RoundsCorrectly, "3.0", "not available")]
    [InlineData(true, false, true, RoundsCorrectly, "3.0", "no compiler")]
    [InlineData(true, true, false, RoundsCorrectly, "3.0", "big-endian")]
    [InlineData(true, true, true, 0x3F, "3.0", "CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT")]
    [InlineData(true, true, true, RoundsCorrectly, "1.1", "OpenCL 1.1; 1.2 is needed")]
    public void ReasonAgainst_ADeviceThatLacksSomething_NamesIt(bool available, bool compiler, bool little, ulong precision, string version, string words) =>
        Assert.Contains(words, OpenClDevices.ReasonAgainst(new OpenClTraits(available, compiler, little, precision, Version.Parse(version))), StringComparison.Ordinal);
}
