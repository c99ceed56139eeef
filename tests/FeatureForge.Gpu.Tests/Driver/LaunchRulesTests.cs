using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests.Driver;

/// <summary>Launches that must not reach a driver.</summary>
public sealed class LaunchRulesTests
{
    [SkippableTheory]
    [InlineData(DeviceBackend.OpenCl)]
    [InlineData(DeviceBackend.Cuda)]
    public void Launch_ThatDoesNotFitTheKernel_SaysWhatDoesNot(DeviceBackend backend)
    {
        using IComputeDevice device = TestDevices.Open(backend);
        using IComputeProgram program = TestDevices.Build(device, TestKernels.Several);
        using IComputeQueue queue = device.CreateQueue();
        using IDeviceBuffer buffer = device.Allocate(256);
        IComputeKernel kernel = program.Kernel("work");
        void Refuses(string words, LaunchShape shape, params KernelArgument[] arguments)
        {
            DriverException exception = Assert.Throws<DriverException>(() => queue.Launch(kernel, shape, arguments));
            Assert.Contains(words, exception.Message, StringComparison.Ordinal);
            Assert.Equal(DriverFailure.WrongCall, exception.Failure);
            Assert.False(exception.CanFallBack);
        }

        KernelArgument[] right = [KernelArgument.Of(buffer), 1];
        var shape = new LaunchShape(1, 1, 64);
        Refuses("was given 1 arguments and takes 2", shape, right[0]);
        Refuses("was given 3 arguments and takes 2", shape, [.. right, 1]);
        Refuses("Argument 0 of kernel work is FourBytes and must be Buffer", shape, 1, 1);
        Refuses("Argument 1 of kernel work is EightBytes and must be FourBytes", shape, right[0], 1L);
        Refuses("Argument 1 of kernel work is Buffer and must be FourBytes", shape, right[0], right[0]);
        Refuses("launched with 32 lanes; its FF_KERNEL says 64", new LaunchShape(1, 1, 32), right);
        Refuses("0 x 1 groups", new LaunchShape(0, 1, 64), right);
        Refuses("1 x 0 groups", new LaunchShape(1, 0, 64), right);
        Refuses("1 x 65536 groups", new LaunchShape(1, 65_536, 64), right);
        Refuses("67108864 x 1 groups", new LaunchShape(1 << 26, 1, 64), right);
        queue.Launch(kernel, shape, right);
        queue.Finish();
    }

    [Fact]
    public void CheckKernel_AtTheLimits_RefusesOnlyBeyond()
    {
        var kernel = new KernelSignature("large", 512, []);
        LaunchRules.CheckKernel(kernel, 49_152, 512, "a device");
        Assert.Contains("49,153", Assert.Throws<DriverException>(() => LaunchRules.CheckKernel(kernel, 49_153, 512, "a device")).Message, StringComparison.Ordinal);
        Assert.Equal(DriverFailure.NotUsable, Assert.Throws<DriverException>(() => LaunchRules.CheckKernel(kernel, 0, 256, "a device")).Failure);
    }

    [Theory]
    [InlineData(1, 64, 1)]
    [InlineData(64, 64, 1)]
    [InlineData(65, 64, 2)]
    [InlineData(uint.MaxValue, 64, 67_108_864)]
    public void ToCover_OfElements_GivesEachALane(uint elements, uint lanes, uint groups) => Assert.Equal(new LaunchShape(groups, 1, lanes), LaunchShape.ToCover(elements, lanes));
}
