using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge devices</c>: what there is to compute with besides the processor, and whether it gives the processor's bits.</summary>
internal static class DevicesCommand
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new ExampleCommand(
            "devices",
            "Lists every device that OpenCL and CUDA know, its limits, and why one is not usable; runs the checks of the usable ones.",
            "featureforge devices",
            "featureforge devices --json")
        {
            JsonOutput.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        DeviceSurvey survey = DeviceSurvey.OfThisMachine();
        (FoundDevice Device, IReadOnlyList<DeviceCheckResult> Checks)[] devices = [.. survey.Devices.Select(device => (device, device.IsUsable ? DeviceChecks.Run(device) : []))];
        if (arguments.GetValue(JsonOutput.Option))
        {
            JsonOutput.Write(Console.Out, writer => WriteJson(writer, survey, devices));
            return ExitCodes.Done;
        }

        foreach (var (device, checks) in devices)
            WriteText(Console.Out, device, checks);
        foreach (BackendState backend in survey.Backends)
            Console.Out.WriteLine(TerminalText.Clean(backend.IsAvailable ? $"{NameOf(backend.Backend)}: {backend.Detail}" : backend.Detail));
        return ExitCodes.Done;
    }

    /// <summary>One word and a sentence: whether runs can use the device.</summary>
    private static string VerdictOf(FoundDevice device, IReadOnlyList<DeviceCheckResult> checks)
    {
        if (!device.IsUsable)
            return $"not usable: {device.Reason}";
        DeviceCheckResult? failed = checks.FirstOrDefault(check => !check.Passed);
        return failed is null
            ? $"usable; same bits as the CPU ({string.Join(", ", checks.Select(check => check.Name))})"
            : $"not usable: the check {failed.Name} failed: {failed.Detail}";
    }

    private static void WriteText(TextWriter output, FoundDevice device, IReadOnlyList<DeviceCheckResult> checks)
    {
        DeviceDescription about = device.Description;
        output.WriteLine(TerminalText.Clean($"{about.Id}  {about.Name}"));
        output.WriteLine(TerminalText.Clean($"  {about.Platform}, driver {about.DriverVersion}, {about.Architecture}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {about.MemoryBytes / Mebibyte:N0} MiB (one buffer: {about.LargestBufferBytes / Mebibyte:N0} MiB), {about.LocalMemoryBytes / 1024:N0} KiB local memory, {about.LargestWorkGroup:N0} lanes per group, {about.ComputeUnits} compute units"));
        output.WriteLine($"  {Paragraph(VerdictOf(device, checks))}");
        output.WriteLine();
    }

    // A compiler's log has lines of its own; they stay, indented.
    private static string Paragraph(string text) => string.Join("\n    ", text.Split('\n').Select(TerminalText.Clean));

    private static void WriteJson(Utf8JsonWriter writer, DeviceSurvey survey, (FoundDevice Device, IReadOnlyList<DeviceCheckResult> Checks)[] devices)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("backends");
        foreach (BackendState backend in survey.Backends)
        {
            writer.WriteStartObject();
            writer.WriteString("backend", NameOf(backend.Backend));
            writer.WriteBoolean("available", backend.IsAvailable);
            writer.WriteString("detail", backend.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("devices");
        foreach (var (device, checks) in devices)
            WriteDevice(writer, device, checks);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDevice(Utf8JsonWriter writer, FoundDevice device, IReadOnlyList<DeviceCheckResult> checks)
    {
        DeviceDescription about = device.Description;
        writer.WriteStartObject();
        writer.WriteString("id", about.Id);
        writer.WriteString("backend", NameOf(about.Backend));
        writer.WriteString("name", about.Name);
        writer.WriteString("platform", about.Platform);
        writer.WriteString("driverVersion", about.DriverVersion);
        writer.WriteString("architecture", about.Architecture);
        writer.WriteNumber("memoryBytes", about.MemoryBytes);
        writer.WriteNumber("largestBufferBytes", about.LargestBufferBytes);
        writer.WriteNumber("localMemoryBytes", about.LocalMemoryBytes);
        writer.WriteNumber("largestWorkGroup", about.LargestWorkGroup);
        writer.WriteNumber("computeUnits", about.ComputeUnits);
        writer.WriteBoolean("usable", device.IsUsable && checks.All(check => check.Passed));
        writer.WriteString("verdict", VerdictOf(device, checks));
        writer.WriteStartArray("checks");
        foreach (DeviceCheckResult check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteBoolean("passed", check.Passed);
            writer.WriteString("detail", check.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string NameOf(DeviceBackend backend) => backend == DeviceBackend.Cuda ? "cuda" : "opencl";
}
