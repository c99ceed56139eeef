using System.CommandLine;
using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Execution;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Commands;

/// <summary>The options that say what does the pixel work of a run, and the one place where they become a backend.</summary>
internal sealed class BackendSelection : IDisposable
{
    private const string Auto = "auto";
    private const string Cpu = "cpu";
    private const string OpenCl = "opencl";
    private const string Cuda = "cuda";

    private readonly IComputeDevice? _device;

    private BackendSelection(IRunBackend backend, IComputeDevice? device = null)
    {
        Backend = backend;
        _device = device;
    }

    /// <summary>Which backend.</summary>
    public static Option<string> Name { get; } = MakeName();

    /// <summary>Which of its devices.</summary>
    public static Option<int?> Device { get; } = new("--device") { Description = "Number of the device within its backend, as 'featureforge devices' lists them; the first usable one without it.", HelpName = "N" };

    /// <summary>How much of its memory.</summary>
    public static Option<string?> Memory { get; } = new("--device-memory") { Description = "Device memory of the run, for example 2GiB; a quarter of the device's without it, at most 512 MiB per worker and 4 GiB.", HelpName = "BYTES" };

    /// <summary>What does the pixel work.</summary>
    public IRunBackend Backend { get; }

    /// <summary>Opens what the command line asks for.</summary>
    /// <param name="arguments">Parsed command line.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">There is no usable device of that kind, or it does not compute right; the message says why.</exception>
    public static BackendSelection Open(ParseResult arguments)
    {
        long memory = MemoryBytes(arguments.GetValue(Memory));
        switch (arguments.GetValue(Name))
        {
            case OpenCl:
                return Open(DeviceBackend.OpenCl, OpenCl, arguments.GetValue(Device), memory);
            case Cuda:
                return Open(DeviceBackend.Cuda, Cuda, arguments.GetValue(Device), memory);
            default:
                // The choice of auto is made here: the processor, until a measurement says what is faster on this machine.
                return new BackendSelection(new HostBackend());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Backend.Dispose();
        _device?.Dispose();
    }

    private static Option<string> MakeName()
    {
        var option = new Option<string>("--backend") { Description = "What does the pixel work; the output has the same bytes.", HelpName = "auto|cpu|opencl|cuda", DefaultValueFactory = _ => Auto };
        option.AcceptOnlyFromAmong(Auto, Cpu, OpenCl, Cuda);
        return option;
    }

    private static long MemoryBytes(string? text)
    {
        if (text is null)
            return 0;
        return ByteCountText.TryParse(text, out long bytes) && bytes > 0 ? bytes : throw CommandsErrors.DeviceMemoryMalformed(text);
    }

    private static BackendSelection Open(DeviceBackend kind, string name, int? number, long memory)
    {
        DeviceSurvey survey = DeviceSurvey.OfThisMachine();
        FoundDevice[] devices = [.. survey.Devices.Where(device => device.Description.Backend == kind)];
        if (number is { } wanted && (wanted < 0 || wanted >= devices.Length))
            throw CommandsErrors.NoSuchDevice(name, wanted, devices.Length);
        FoundDevice? found = number is { } chosen ? devices[chosen] : devices.FirstOrDefault(device => device.IsUsable);
        if (found is null)
            throw CommandsErrors.NoUsableDevice(name, Reasons(survey, kind, devices));
        IComputeDevice opened = found.Open();
        try
        {
            CheckArithmetic(opened);
            return new BackendSelection(new DeviceRunBackend(opened, new DeviceRunOptions { MemoryBytes = memory }), opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static void CheckArithmetic(IComputeDevice device)
    {
        DeviceCheckResult? failed = DeviceChecks.All.Select(check => DeviceChecks.Run(check, device)).FirstOrDefault(result => !result.Passed);
        if (failed is not null)
            throw CommandsErrors.DeviceFailsCheck(device.Description.Name, failed.Name, failed.Detail);
    }

    // The sentences of 'featureforge devices'.
    private static string Reasons(DeviceSurvey survey, DeviceBackend kind, FoundDevice[] devices) => devices.Length == 0
        ? survey.Backends.First(backend => backend.Backend == kind).Detail
        : string.Join(" ", devices.Select(device => $"{device.Description.Id} {device.Description.Name} is not usable: {device.Reason}"));
}
