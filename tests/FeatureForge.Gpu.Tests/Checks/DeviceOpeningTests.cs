using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;

namespace FeatureForge.Gpu.Tests.Checks;

/// <summary>A device that gets an operation wrong is refused with its name.</summary>
public sealed class DeviceOpeningTests
{
    public static IEnumerable<object[]> Cases { get; } =
        [.. from kind in new[] { TestDevice.OpenCl, TestDevice.Cuda } from check in DeviceChecks.All select new object[] { kind, check.Name }, [TestDevice.HostTwin, "geometry/flip"]];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Open_OfADeviceThatGetsAnOperationWrong_NamesIt(TestDevice kind, string operation)
    {
        var device = new FlippingDevice(SharedDevices.Get(kind), operation);
        DriverException exception = Assert.Throws<DriverException>(() => DeviceOpening.Open(Found(device)));
        Assert.True(device.Flips > 0);
        Assert.Equal(DriverFailure.NotUsable, exception.Failure);
        Assert.StartsWith($"{device.Description.Id} ({device.Description.Name}): {operation} does not give the bits of the CPU: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-inexact", exception.Message, StringComparison.Ordinal);
        if (operation is not ("checks/arithmetic" or "targets/encode"))
            Assert.Matches(@"byte \d+ of \d+ is 0x[0-9A-F]{2} instead of 0x[0-9A-F]{2}, \d+ bytes differ\.", exception.Message);
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void Open_OfSuchADeviceWhereThatIsAllowed_Warns(TestDevice kind)
    {
        var device = new FlippingDevice(SharedDevices.Get(kind), "photometric/hue");
        using OpenedDevice opened = DeviceOpening.Open(Found(device), new DeviceOpeningOptions { AllowInexact = true });
        Assert.Equal(["photometric/hue"], opened.Checks.Where(check => !check.Passed).Select(check => check.Name));
        Assert.Contains("photometric/hue does not give the bits of the CPU: byte ", opened.Warning, StringComparison.Ordinal);
        Assert.Contains("records may differ", opened.Warning, StringComparison.Ordinal);
        Assert.StartsWith("photometric/hue does not give the bits of the CPU: byte ", DeviceOpening.Examine(Found(device)).Reason, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void Open_OfASoundDevice_PassesAndHoldsEveryProgram(TestDevice kind)
    {
        using OpenedDevice opened = DeviceOpening.Open(Found(SharedDevices.Get(kind), keep: true));
        Assert.Equal("", opened.Warning);
        Assert.Equal(DeviceChecks.All.Select(check => check.Name), opened.Checks.Select(check => check.Name));
        Assert.All(opened.Checks, check => Assert.Equal(CheckOutcome.Passed, check.Outcome));
        IComputeProgram first = opened.Device.Build(KernelLibrary.Load("geometry/flip"));
        IComputeProgram second = opened.Device.Build(KernelLibrary.Load("geometry/flip"));
        Assert.Same(first.Kernel("flip"), second.Kernel("flip"));
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Kernel("flip"));
        Assert.NotNull(second.Kernel("flip"));
        second.Dispose();
    }

    [SkippableFact]
    public void Open_OfADeviceThatFails_IsRefusedEvenWhereInexactnessIsAllowed()
    {
        var device = new FailingDevice(SharedDevices.Get(TestDevice.OpenCl));
        DriverException exception = Assert.Throws<DriverException>(() => DeviceOpening.Open(Found(device), new DeviceOpeningOptions { AllowInexact = true }));
        Assert.Contains("it cannot do checks/arithmetic: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("-1 bytes", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("it cannot do checks/arithmetic: ", DeviceOpening.Examine(Found(device)).Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Examine_OfADeviceThatMatchesWrong_DoesNotTryWhatTakesPlacesFromThat()
    {
        var device = new FlippingDevice(SharedDevices.Get(TestDevice.OpenCl), "targets/tf-od");
        DeviceCheckResult encoding = DeviceOpening.Examine(Found(device)).Checks.Single(check => check.Name == "targets/encode");
        Assert.Equal((CheckOutcome.NotRun, "not run, because targets/tf-od did not pass."), (encoding.Outcome, encoding.Detail));
        DriverException exception = Assert.Throws<DriverException>(() => DeviceOpening.Open(Found(device), new DeviceOpeningOptions { AllowInexact = true }));
        Assert.Contains("--allow-inexact does not take it either", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_OfADeviceThatIsNotUsable_SaysWhy()
    {
        var device = new Twin.TwinDevice("");
        DeviceReport report = DeviceOpening.Examine(new FoundDevice(device.Description, "it is broken.", _ => device));
        Assert.Equal(("it is broken.", 0), (report.Reason, report.Checks.Count));
        Assert.False(report.IsUsable);
    }

    private static FoundDevice Found(IComputeDevice device, bool keep = false) => new(device.Description, "", _ => keep ? new FlippingDevice(device, "") : device);

    /// <summary>Has no memory to give.</summary>
    private sealed class FailingDevice(IComputeDevice device) : ForwardingDevice(device)
    {
        public override IDeviceBuffer Allocate(long bytes) => Inner.Allocate(-1);

        public override IPinnedBuffer AllocatePinned(long bytes) => Inner.AllocatePinned(-1);
    }
}
