using System.Diagnostics;
using FeatureForge.Gpu.Checks.Golden;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks;

/// <summary>All checks that a device passes before it is used: arithmetic, then the golden vector of every operation that has a kernel.</summary>
public static class DeviceChecks
{
    /// <summary>The checks in the order they run: what others rest on comes first, so that the first that fails names what is wrong.</summary>
    public static IReadOnlyList<IDeviceCheck> All { get; } = [new ArithmeticCheck(), .. GoldenVectors.All.Select(vector => new GoldenCheck(vector))];

    /// <summary>Runs all checks on an opened device; whatever the device does, the answer is a list.</summary>
    /// <param name="device">Opened device.</param>
    public static IReadOnlyList<DeviceCheckResult> Run(IComputeDevice device)
    {
        List<DeviceCheckResult> results = [];
        foreach (IDeviceCheck check in All)
        {
            DeviceCheckResult? wrong = results.Find(result => !result.Passed && check.RestsOn.Contains(result.Name));
            results.Add(wrong is null ? Run(check, device) : new DeviceCheckResult(check.Name, CheckOutcome.NotRun, $"not run, because {wrong.Name} did not pass.", TimeSpan.Zero));
        }

        return results;
    }

    /// <summary>Runs the golden vectors on this processor: whether the program's own stages give what is recorded.</summary>
    public static IReadOnlyList<DeviceCheckResult> RunOnCpu() => [.. GoldenVectors.All.Select(RunOnCpu)];

    /// <summary>Runs one check; a failure of the device is a result like any other.</summary>
    /// <param name="check">The check.</param>
    /// <param name="device">Opened device.</param>
    public static DeviceCheckResult Run(IDeviceCheck check, IComputeDevice device)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            string? difference = check.Run(device);
            return new DeviceCheckResult(check.Name, difference is null ? CheckOutcome.Passed : CheckOutcome.Differs, difference ?? "", Stopwatch.GetElapsedTime(start));
        }
        catch (DriverException exception)
        {
            return new DeviceCheckResult(check.Name, CheckOutcome.Failed, exception.Message, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // Counts and places that a device gives are used as such; wrong ones end here.
            return new DeviceCheckResult(check.Name, CheckOutcome.Differs, "it gave counts or places that cannot be.", Stopwatch.GetElapsedTime(start));
        }
    }

    private static DeviceCheckResult RunOnCpu(GoldenVector vector)
    {
        long start = Stopwatch.GetTimestamp();
        byte[] result = vector.OnCpu();
        bool holds = GoldenRecords.Find(vector.Operation)?.Holds(result) == true;
        string detail = holds ? "" : $"this processor gives {GoldenRecord.Of(vector.Operation, result).FirstBytes} ..., recorded is {GoldenRecords.Find(vector.Operation)?.FirstBytes ?? "nothing"} ...";
        return new DeviceCheckResult(vector.Operation, holds ? CheckOutcome.Passed : CheckOutcome.Differs, detail, Stopwatch.GetElapsedTime(start));
    }
}
