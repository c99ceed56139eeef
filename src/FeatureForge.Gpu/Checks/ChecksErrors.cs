using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks;

/// <summary>Errors of the checks, named by condition.</summary>
internal static class ChecksErrors
{
    public static DriverException Inexact(DeviceDescription device, IReadOnlyList<DeviceCheckResult> checks, bool isHarmless) =>
        new(DriverFailure.NotUsable, $"{Inexactness(device, checks)} Update its driver (now {device.DriverVersion}) or use --backend cpu; {(isHarmless ? "--allow-inexact takes the device all the same." : "--allow-inexact does not take it either, since wrong matches are places that encoding writes to.")}");

    public static DriverException Failed(DeviceDescription device, DeviceCheckResult check) =>
        new(DriverFailure.NotUsable, $"{device.Id} ({device.Name}) is refused: it cannot do {check.Name}: {check.Detail}");

    /// <summary>The sentence that both the refusal and the warning begin with.</summary>
    public static string Inexactness(DeviceDescription device, IReadOnlyList<DeviceCheckResult> checks)
    {
        DeviceCheckResult[] differing = [.. checks.Where(check => check.Outcome == CheckOutcome.Differs)];
        string others = differing.Length == 1 ? "" : $" So do {string.Join(", ", differing.Skip(1).Select(check => check.Name))}.";
        return $"{device.Id} ({device.Name}): {differing[0].Name} does not give the bits of the CPU: {differing[0].Detail}{others}";
    }
}
