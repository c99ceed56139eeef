using FeatureForge.Core.Simd;

namespace FeatureForge.Core.Tests.Simd;

public class SimdLevelsTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", SimdLevel.Vector256)]
    [InlineData("DOTNET_EnableAVX2", SimdLevel.Vector128)]
    [InlineData("DOTNET_EnableHWIntrinsic", SimdLevel.Scalar)]
    public void Best_WhenTheRuntimeIsToldToLeaveInstructionsAlone_IsALowerLevel(string variable, SimdLevel highest)
    {
        if (Environment.GetEnvironmentVariable(variable) == "0")
            Assert.True(SimdLevels.Best <= highest, $"{variable}=0 and yet {SimdLevels.Best}");
        Assert.True(Enum.IsDefined(SimdLevels.Best));
    }
}
