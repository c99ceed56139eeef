using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Driver.OpenCl;

namespace FeatureForge.Gpu.Tests.Driver.OpenCl;

public sealed class OpenClStatusTests
{
    [Theory]
    [InlineData(-4, false, DriverFailure.OutOfMemory, "CL_MEM_OBJECT_ALLOCATION_FAILURE")]
    [InlineData(-5, false, DriverFailure.OutOfMemory, "CL_OUT_OF_RESOURCES")]
    [InlineData(-5, true, DriverFailure.DeviceLost, "CL_OUT_OF_RESOURCES")]
    [InlineData(-6, true, DriverFailure.OutOfMemory, "CL_OUT_OF_HOST_MEMORY")]
    [InlineData(-14, true, DriverFailure.DeviceLost, "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST")]
    [InlineData(-52, false, DriverFailure.WrongCall, "CL_INVALID_KERNEL_ARGS")]
    [InlineData(-4711, false, DriverFailure.CallFailed, "OpenCL status -4711")]
    public void Check_OfAFailure_NamesCallCodeAndKind(int code, bool waiting, DriverFailure failure, string name)
    {
        DriverException exception = Assert.Throws<DriverException>(() => OpenClStatus.Check(code, "clSomething", "a device", waiting));
        Assert.Equal(failure, exception.Failure);
        Assert.StartsWith($"clSomething on a device failed with {name}. ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfSuccess_IsSilent() => OpenClStatus.Check(0, "clSomething", "a device");
}
