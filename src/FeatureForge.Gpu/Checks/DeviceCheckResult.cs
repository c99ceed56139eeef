namespace FeatureForge.Gpu.Checks;

/// <summary>What one check said of a device.</summary>
/// <param name="Name">Name of the check: of an operation, its program in <c>kernels</c>, for example <c>geometry/flip</c>.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">Empty where passed; else the sentence that says what differs or failed.</param>
/// <param name="Time">How long it took, programs compiled before.</param>
public sealed record DeviceCheckResult(string Name, CheckOutcome Outcome, string Detail, TimeSpan Time)
{
    /// <summary>True where the device computed what the CPU computes.</summary>
    public bool Passed => Outcome == CheckOutcome.Passed;
}
