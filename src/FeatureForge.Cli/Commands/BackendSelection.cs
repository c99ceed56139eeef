using System.CommandLine;
using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Choice;
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

    private readonly IDisposable? _device;

    private BackendSelection(IRunBackend backend, IDisposable? device = null)
    {
        Backend = backend;
        _device = device;
    }

    /// <summary>Which backend.</summary>
    public static Option<string> Name { get; } = MakeName();

    /// <summary>Which of its devices.</summary>
    public static Option<int?> Device { get; } = new("--device") { Description = "Number of the device within its backend, as 'featureforge devices' lists them; the first usable one without it.", HelpName = "N" };

    /// <summary>How much of its memory.</summary>
    public static Option<string?> Memory { get; } = new("--device-memory") { Description = "Device memory of the run, for example 2GiB; at most what the device has. Without it a quarter of that, and no more than half of what is free, a quarter of the host's memory, 1 GiB per worker and 16 GiB (a device that is the processor: 512 MiB per worker, 4 GiB).", HelpName = "BYTES" };

    /// <summary>Whether its bits must be those of the processor.</summary>
    public static Option<bool> AllowInexact { get; } = new("--allow-inexact") { Description = "Take a device although some operation does not give the processor's bits, with a warning." };

    /// <summary>What does the pixel work.</summary>
    public IRunBackend Backend { get; }

    /// <summary>Opens what the command line asks for.</summary>
    /// <param name="arguments">Parsed command line.</param>
    /// <param name="stages">Options of every stage of the run.</param>
    /// <param name="workers">Its threads.</param>
    /// <param name="note">Takes what the user should know of the choice.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">There is no usable device of that kind, or it does not compute right; the message says why.</exception>
    public static BackendSelection Open(ParseResult arguments, StageOptions stages, int workers, Action<string> note)
    {
        if (arguments.GetValue(Device) is { } number && arguments.GetValue(Name) is not (OpenCl or Cuda))
            throw CommandsErrors.DeviceWithoutBackend(number);
        var options = new DeviceRunOptions { MemoryBytes = MemoryBytes(arguments.GetValue(Memory)) };
        var opening = new DeviceOpeningOptions { AllowInexact = arguments.GetValue(AllowInexact) };
        return arguments.GetValue(Name) switch
        {
            OpenCl => On(Open(DeviceBackend.OpenCl, OpenCl, arguments.GetValue(Device), opening), options, note),
            Cuda => On(Open(DeviceBackend.Cuda, Cuda, arguments.GetValue(Device), opening), options, note),
            Cpu => new BackendSelection(new HostBackend()),
            _ => Choose(stages, workers, opening, options, arguments.GetResult(Name) is { Implicit: false } ? note : null, note),
        };
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

    // Who asked for auto is told why; who asked for nothing only hears of it where there was a choice.
    private static BackendSelection Choose(StageOptions stages, int workers, DeviceOpeningOptions opening, DeviceRunOptions options, Action<string>? always, Action<string> note)
    {
        BackendChoice choice = BackendChoice.For(stages, workers, new BackendChoiceOptions { Opening = opening });
        (choice.Figures.Count > 0 ? note : always)?.Invoke($"--backend auto: {choice.Reason}");
        return choice.Device is { } device ? On(device, options with { FallsBackToHost = true }, note) : new BackendSelection(new HostBackend());
    }

    private static BackendSelection On(OpenedDevice opened, DeviceRunOptions options, Action<string> note)
    {
        if (opened.Warning.Length > 0)
            note(opened.Warning);
        return new BackendSelection(new DeviceRunBackend(opened.Device, options), opened);
    }

    private static OpenedDevice Open(DeviceBackend kind, string name, int? number, DeviceOpeningOptions opening)
    {
        DeviceSurvey survey = DeviceSurvey.OfThisMachine();
        FoundDevice[] devices = [.. survey.Devices.Where(device => device.Description.Backend == kind)];
        if (number is { } wanted && (wanted < 0 || wanted >= devices.Length))
            throw CommandsErrors.NoSuchDevice(name, wanted, devices.Length);
        FoundDevice? found = number is { } chosen ? devices[chosen] : devices.FirstOrDefault(device => device.IsUsable);
        return found is null ? throw CommandsErrors.NoUsableDevice(name, Reasons(survey, kind, devices)) : DeviceOpening.Open(found, opening);
    }

    // The sentences of 'featureforge devices'.
    private static string Reasons(DeviceSurvey survey, DeviceBackend kind, FoundDevice[] devices) => devices.Length == 0
        ? survey.Backends.First(backend => backend.Backend == kind).Detail
        : string.Join(" ", devices.Select(device => $"{device.Description.Id} {device.Description.Name} is not usable: {device.Reason}"));
}
