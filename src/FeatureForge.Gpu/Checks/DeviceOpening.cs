using System.Collections.Concurrent;
using System.Diagnostics;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;

namespace FeatureForge.Gpu.Checks;

/// <summary>The one way to a device that work may run on: open, compile, check.</summary>
public static class DeviceOpening
{
    /// <summary>Opens a device for work.</summary>
    /// <param name="found">What the survey found.</param>
    /// <param name="options">Null for the usual ones.</param>
    /// <exception cref="DriverException">The device is not usable, its driver refuses, or a check fails; the message names the operation.</exception>
    public static OpenedDevice Open(FoundDevice found, DeviceOpeningOptions? options = null)
    {
        options ??= new DeviceOpeningOptions();
        OpenedDevice opened = OpenUnchecked(found, options.Device, out _);
        DeviceDescription about = found.Description;
        bool isHarmless = IsHarmless(opened.Checks);
        DriverException? refusal = opened.Checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed) is { } failed
            ? ChecksErrors.Failed(about, failed)
            : opened.Warning.Length > 0 && !(options.AllowInexact && isHarmless) ? ChecksErrors.Inexact(about, opened.Checks, isHarmless) : null;
        if (refusal is null)
            return opened;
        opened.Dispose();
        throw refusal;
    }

    /// <summary>Opens a device, runs all checks and closes it; whatever the device does, the answer is a report.</summary>
    /// <param name="found">What the survey found.</param>
    /// <param name="options">Null for the usual ones.</param>
    public static DeviceReport Examine(FoundDevice found, DeviceOptions? options = null)
    {
        if (!found.IsUsable)
            return new DeviceReport(found.Description, found.Reason, TimeSpan.Zero, []);
        try
        {
            using OpenedDevice opened = OpenUnchecked(found, options, out TimeSpan opening);
            return new DeviceReport(found.Description, ReasonAgainst(opened.Checks), opening, opened.Checks);
        }
        catch (DriverException exception)
        {
            return new DeviceReport(found.Description, exception.Message, TimeSpan.Zero, []);
        }
    }

    // What matching finds are places that encoding writes to; a device that finds wrong ones might write anywhere.
    private static bool IsHarmless(IReadOnlyList<DeviceCheckResult> checks) =>
        checks.All(check => check.Passed || !check.Name.StartsWith("targets/", StringComparison.Ordinal));

    private static string ReasonAgainst(IReadOnlyList<DeviceCheckResult> checks)
    {
        DeviceCheckResult? bad = checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed) ?? checks.FirstOrDefault(check => !check.Passed);
        return bad switch
        {
            null => "",
            { Outcome: CheckOutcome.Failed } => $"it cannot do {bad.Name}: {bad.Detail}",
            _ => $"{bad.Name} does not give the bits of the CPU: {bad.Detail}",
        };
    }

    private static OpenedDevice OpenUnchecked(FoundDevice found, DeviceOptions? options, out TimeSpan opening)
    {
        long start = Stopwatch.GetTimestamp();
        IComputeDevice device = found.Open(options);
        IReadOnlyList<IComputeProgram> programs = [];
        try
        {
            programs = BuildAll(device);
            opening = Stopwatch.GetElapsedTime(start);
            return new OpenedDevice(device, programs, DeviceChecks.Run(device));
        }
        catch
        {
            foreach (IComputeProgram program in programs)
                program.Dispose();
            device.Dispose();
            throw;
        }
    }

    // Beside each other, because the first opening on a machine compiles every text.
    private static IComputeProgram[] BuildAll(IComputeDevice device)
    {
        var programs = new ConcurrentBag<IComputeProgram>();
        Parallel.ForEach(KernelLibrary.Names, name =>
        {
            try
            {
                programs.Add(device.Build(KernelLibrary.Load(name)));
            }
            catch (DriverException)
            {
                // The check that needs the program meets the same error and reports it under the operation's name.
            }
        });
        return [.. programs];
    }
}
