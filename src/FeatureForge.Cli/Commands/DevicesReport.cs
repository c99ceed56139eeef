using System.Globalization;
using System.Text.Json;
using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Commands;

/// <summary>What <c>featureforge devices</c> found, and how it is shown.</summary>
/// <param name="Backends">Each backend with its state.</param>
/// <param name="Processor">Golden vectors on this processor.</param>
/// <param name="Devices">Each device.</param>
internal sealed record DevicesReport(IReadOnlyList<BackendState> Backends, IReadOnlyList<DeviceCheckResult> Processor, IReadOnlyList<DeviceReport> Devices)
{
    private const double Mebibyte = 1 << 20;
    private const int RoomColumn = 15;

    /// <summary>Writes paragraphs for people.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="width">Columns of a line.</param>
    public void WriteText(TextWriter output, int width)
    {
        WrappedText.Write(output, "cpu  ", 2, $"this processor, {Environment.ProcessorCount} threads", width);
        WrappedText.Write(output, "  ", 4, VerdictOfProcessor, width);
        WriteChecks(output, Processor, width, onlyFailed: true);
        output.WriteLine();
        foreach (DeviceReport device in Devices)
            WriteDevice(output, device, width);
        foreach (BackendState backend in Backends)
            WrappedText.Write(output, "", 2, TerminalText.Clean(backend.IsAvailable ? $"{NameOf(backend.Backend)}: {backend.Detail}" : backend.Detail), width);
    }

    /// <summary>Writes everything for programs.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("backends");
        foreach (BackendState backend in Backends)
        {
            writer.WriteStartObject();
            writer.WriteString("backend", NameOf(backend.Backend));
            writer.WriteBoolean("available", backend.IsAvailable);
            writer.WriteString("detail", backend.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("processor");
        writer.WriteNumber("threads", Environment.ProcessorCount);
        writer.WriteBoolean("exact", Processor.All(check => check.Passed));
        writer.WriteString("verdict", VerdictOfProcessor);
        WriteChecks(writer, Processor);
        writer.WriteEndObject();
        writer.WriteStartArray("devices");
        foreach (DeviceReport device in Devices)
            WriteDevice(writer, device);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private string VerdictOfProcessor => Processor.FirstOrDefault(check => !check.Passed) is { } failed
        ? $"WRONG: {failed.Name} does not give the recorded bits: {failed.Detail} Do not use this machine before its memory and processor were tested; if it is sound, please report this with the lines below."
        : $"usable; {Processor.Count} operations give the recorded bits";

    private static string VerdictOf(DeviceReport device) =>
        device.IsUsable ? $"usable; {device.Checks.Count} checks give the bits of the CPU" : $"not usable: {device.Reason}";

    private static string NameOf(DeviceBackend backend) => backend == DeviceBackend.Cuda ? "cuda" : "opencl";

    private static void WriteDevice(TextWriter output, DeviceReport device, int width)
    {
        DeviceDescription about = device.Description;
        WrappedText.Write(output, $"{about.Id}  ", 2, TerminalText.Clean(about.IsProcessor ? $"{about.Name} (this processor)" : about.Name), width);
        WrappedText.Write(output, "  ", 2, TerminalText.Clean($"{about.Platform}, driver {about.DriverVersion}, {about.Architecture}"), width);
        WrappedText.Write(
            output,
            "  ",
            2,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{about.MemoryBytes / Mebibyte:N0} MiB (one buffer: {about.LargestBufferBytes / Mebibyte:N0} MiB), {about.LocalMemoryBytes / 1024:N0} KiB local memory, {about.LargestWorkGroup:N0} lanes per group, {about.ComputeUnits:N0} compute units"),
            width);
        WriteVerdict(output, VerdictOf(device), width);
        if (device.Checks.Count > 0)
        {
            double checking = device.Checks.Sum(check => check.Time.TotalMilliseconds);
            WrappedText.Write(output, "  ", 2, string.Create(CultureInfo.InvariantCulture, $"opened with all programs in {device.Opening.TotalMilliseconds:N0} ms, checked in {checking:N0} ms:"), width);
            WriteChecks(output, device.Checks, width, onlyFailed: false);
        }

        output.WriteLine();
    }

    // A compiler's log has lines of its own; they stay, indented.
    private static void WriteVerdict(TextWriter output, string verdict, int width)
    {
        string[] lines = verdict.Split('\n');
        WrappedText.Write(output, "  ", 4, TerminalText.Clean(lines[0]), width);
        foreach (string line in lines.Skip(1))
            output.WriteLine($"    {TerminalText.Clean(line)}");
    }

    private static void WriteChecks(TextWriter output, IReadOnlyList<DeviceCheckResult> checks, int width, bool onlyFailed)
    {
        foreach (IGrouping<string, DeviceCheckResult> room in checks.GroupBy(check => check.Name[..check.Name.IndexOf('/', StringComparison.Ordinal)]))
        {
            string[] entries = [.. room.Where(check => !onlyFailed || !check.Passed).Select(Entry)];
            if (entries.Length > 0)
                WrappedText.Write(output, $"    {room.Key}".PadRight(RoomColumn) + " ", RoomColumn + 1, [.. entries[..^1].Select(entry => entry + ","), entries[^1]], width);
        }
    }

    private static string Entry(DeviceCheckResult check)
    {
        string outcome = check.Outcome switch
        {
            CheckOutcome.Passed => "",
            CheckOutcome.Differs => " DIFFERS",
            CheckOutcome.NotRun => " NOT RUN",
            _ => " FAILED",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{check.Name[(check.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]} {check.Time.TotalMilliseconds:F1} ms{outcome}");
    }

    private static string OutcomeName(CheckOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    private static void WriteDevice(Utf8JsonWriter writer, DeviceReport device)
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
        writer.WriteBoolean("isProcessor", about.IsProcessor);
        writer.WriteBoolean("usable", device.IsUsable);
        writer.WriteString("verdict", VerdictOf(device));
        writer.WriteNumber("openingMilliseconds", Math.Round(device.Opening.TotalMilliseconds, 2));
        WriteChecks(writer, device.Checks);
        writer.WriteEndObject();
    }

    private static void WriteChecks(Utf8JsonWriter writer, IReadOnlyList<DeviceCheckResult> checks)
    {
        writer.WriteStartArray("checks");
        foreach (DeviceCheckResult check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteBoolean("passed", check.Passed);
            writer.WriteString("outcome", OutcomeName(check.Outcome));
            writer.WriteString("detail", check.Detail);
            writer.WriteNumber("milliseconds", Math.Round(check.Time.TotalMilliseconds, 3));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
