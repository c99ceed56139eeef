using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Checks.Golden;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;

namespace FeatureForge.Gpu.Tests.Checks.Golden;

/// <summary>The recorded results, by the CPU and by every device.</summary>
public sealed class GoldenVectorTests
{
    public static TheoryData<string> Operations { get; } = [.. GoldenVectors.All.Select(vector => vector.Operation)];

    [Fact]
    public void All_HaveAVectorForEveryProgramThatTheLibraryHas() =>
        Assert.Equal(KernelLibrary.Names.Where(name => !name.StartsWith("checks/", StringComparison.Ordinal)), GoldenVectors.All.Select(vector => vector.Operation).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Operations))]
    public void OnCpu_GivesWhatIsRecorded(string operation)
    {
        byte[] result = Find(operation).OnCpu();
        Assert.Equal(GoldenRecords.Find(operation), GoldenRecord.Of(operation, result));
        Assert.True(result.Distinct().Count() > 8, "a result of so few values would miss most mistakes");
    }

    [Fact]
    public void MakeText_GivesTheFile_ElseTheFileIsStale() => Assert.Equal(GoldenRecords.Read(), GoldenRecords.MakeText());

    // torchvision chooses as ssd.pytorch does.
    [Fact]
    public void OnCpu_OfEachOperation_IsAnotherResult() =>
        Assert.Equal(GoldenVectors.All.Count - 1, GoldenVectors.All.Select(vector => GoldenRecord.Of("", vector.OnCpu())).Distinct().Count());

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void OnDevice_GivesWhatIsRecorded(TestDevice kind)
    {
        IComputeDevice device = SharedDevices.Get(kind);
        Assert.All(DeviceChecks.Run(device), result => Assert.True(result.Passed, $"{result.Name}: {result.Detail}"));
    }

    [SkippableFact]
    public void OnDevice_LaunchesEveryKernelThatTheLibraryHas()
    {
        var device = new FlippingDevice(SharedDevices.Get(TestDevice.OpenCl), "");
        DeviceChecks.Run(device);
        KernelSource[] programs = [.. KernelLibrary.Names.Select(KernelLibrary.Load)];
        Assert.Equal(programs.SelectMany(program => program.Kernels.Select(kernel => $"{program.Name}: {kernel.Name}")).Order(StringComparer.Ordinal), device.Launched.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Holds_OfAResultWithOneOtherBitOrByte_IsFalse()
    {
        byte[] result = Find("geometry/flip").OnCpu();
        GoldenRecord record = GoldenRecords.Find("geometry/flip")!;
        Assert.True(record.Holds(result));
        Assert.False(record.Holds([.. result, 0]));
        result[^1] ^= 1;
        Assert.False(record.Holds(result));
    }

    private static GoldenVector Find(string operation) => GoldenVectors.All.First(vector => vector.Operation == operation);
}
