using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Driver.Cuda;

namespace FeatureForge.Gpu.Tests.Driver.Cuda;

public sealed class CudaStatusTests
{
    [Theory]
    [InlineData(2, DriverFailure.OutOfMemory)]
    [InlineData(214, DriverFailure.DeviceLost)]
    [InlineData(700, DriverFailure.DeviceLost)]
    [InlineData(701, DriverFailure.OutOfMemory)]
    [InlineData(716, DriverFailure.DeviceLost)]
    [InlineData(719, DriverFailure.DeviceLost)]
    [InlineData(720, DriverFailure.WrongCall)]
    [InlineData(222, DriverFailure.BuildFailed)]
    [InlineData(1, DriverFailure.WrongCall)]
    [InlineData(100, DriverFailure.CallFailed)]
    public void FailureOf_ACode_TellsWhatABatchCanDo(int code, DriverFailure failure) => Assert.Equal(failure, CudaStatus.FailureOf(code));
}
