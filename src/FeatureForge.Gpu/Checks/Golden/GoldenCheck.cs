using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Runs a golden vector on a device and compares with what is recorded; only a difference lets the CPU compute too, to say where it is.</summary>
/// <param name="vector">Input and operation.</param>
internal sealed class GoldenCheck(GoldenVector vector) : IDeviceCheck
{
    /// <inheritdoc/>
    public string Name => vector.Operation;

    /// <inheritdoc/>
    public IReadOnlyList<string> RestsOn => vector.RestsOn;

    /// <inheritdoc/>
    public string? Run(IComputeDevice device)
    {
        byte[] result = vector.OnDevice(device);
        return GoldenRecords.Find(vector.Operation) switch
        {
            null => "no result is recorded for it.",
            var record when record.Holds(result) => null,
            var record => Describe(record, result),
        };
    }

    private string Describe(GoldenRecord record, byte[] result)
    {
        byte[] expected = vector.OnCpu();
        if (!record.Holds(expected))
            return $"neither the device nor this processor gives what is recorded (first bytes {record.FirstBytes}, the processor gives {GoldenRecord.Of(Name, expected).FirstBytes}); 'featureforge devices' tells what the processor fails at.";
        if (result.Length != expected.Length)
            return $"it gave {result.Length} bytes instead of {expected.Length}.";
        int first = expected.AsSpan().CommonPrefixLength(result);
        int differing = expected.Zip(result).Count(pair => pair.First != pair.Second);
        return $"byte {first} of {expected.Length} is 0x{result[first]:X2} instead of 0x{expected[first]:X2}, {differing} bytes differ.";
    }
}
