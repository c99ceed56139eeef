using FeatureForge.Cli.Commands;
using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Tests.Commands;

/// <summary>The listing of devices as people see it, in a wide and in a narrow terminal.</summary>
public sealed class DevicesReportTests
{
    private static readonly DeviceDescription s_about = new()
    {
        Id = "cuda:0",
        Backend = DeviceBackend.Cuda,
        Name = "Some \u001b[31mdevice",
        Platform = "CUDA",
        DriverVersion = "12.4",
        Architecture = "sm_90",
        MemoryBytes = 2L << 30,
        LargestBufferBytes = 1L << 30,
        LocalMemoryBytes = 48 << 10,
        LargestWorkGroup = 1024,
        ComputeUnits = 132,
    };

    private static readonly DeviceCheckResult[] s_sound = [Check("checks/arithmetic", CheckOutcome.Passed), Check("geometry/flip", CheckOutcome.Passed), Check("geometry/fill", CheckOutcome.Passed)];

    [Fact]
    public void WriteText_OfAUsableDevice_ShowsLimitsChecksAndTimes()
    {
        string text = Written(new DeviceReport(s_about, "", TimeSpan.FromMilliseconds(120), s_sound), s_sound, 100);
        Assert.Contains("cuda:0  Some \uFFFD[31mdevice\n", text, StringComparison.Ordinal);
        Assert.Contains("  2,048 MiB (one buffer: 1,024 MiB), 48 KiB local memory, 1,024 lanes per group, 132 compute units\n", text, StringComparison.Ordinal);
        Assert.Contains("  usable; 3 checks give the bits of the CPU\n  opened with all programs in 120 ms, checked in 6 ms:\n", text, StringComparison.Ordinal);
        Assert.Contains("    geometry    flip 2.0 ms, fill 2.0 ms\n", text, StringComparison.Ordinal);
        Assert.Contains("usable; 3 operations give the recorded bits", text, StringComparison.Ordinal);
        Assert.EndsWith("no OpenCL: none.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteText_OfADeviceThatDiffers_NamesTheOperation()
    {
        DeviceCheckResult[] wrong = [.. s_sound[..2], new("geometry/fill", CheckOutcome.Differs, "byte 7 differs.", TimeSpan.FromMilliseconds(2))];
        string text = Written(new DeviceReport(s_about, "geometry/fill does not give the bits of the CPU: byte 7 differs.", TimeSpan.Zero, wrong), wrong, 100);
        Assert.Contains("not usable: geometry/fill does not give the bits of the CPU: byte 7 differs.", text, StringComparison.Ordinal);
        Assert.Contains("fill 2.0 ms DIFFERS", text, StringComparison.Ordinal);
        Assert.Contains("cpu", text, StringComparison.Ordinal);
        Assert.Contains("WRONG: geometry/fill does not give the recorded bits", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteText_InANarrowTerminal_StaysWithinIt()
    {
        string text = Written(new DeviceReport(s_about, "its driver has no compiler for kernels (CL_DEVICE_COMPILER_AVAILABLE is false).", TimeSpan.Zero, s_sound), s_sound, 40);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 40));
        Assert.Contains("\n    ", text, StringComparison.Ordinal);
    }

    private static DeviceCheckResult Check(string name, CheckOutcome outcome) => new(name, outcome, "", TimeSpan.FromMilliseconds(2));

    private static string Written(DeviceReport device, DeviceCheckResult[] processor, int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new DevicesReport([new BackendState(DeviceBackend.OpenCl, false, "no OpenCL: none.")], processor, [device]).WriteText(output, width);
        return output.ToString();
    }
}
