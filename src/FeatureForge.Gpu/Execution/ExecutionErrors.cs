using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Execution;

/// <summary>Errors and notes of runs on a device, named by condition.</summary>
internal static class ExecutionErrors
{
    private const double Mebibyte = 1 << 20;

    public static FeatureForgeException TooLittleMemory(long allowed, long least) =>
        new(1, FormattableString.Invariant($"{allowed / Mebibyte:N0} MiB of device memory do not hold the batches of this run, which need {least / Mebibyte:N0} MiB at least. Raise --device-memory, lower --workers, or use --backend cpu."));

    public static string Memory(DeviceDescription device, int workers, BatchLimits limits)
    {
        long batches = (long)workers * BatchLimits.BatchesPerWorker;
        return FormattableString.Invariant($"{device.Id} ({device.Name}): {batches} batches of up to {limits.Images} samples; at most {limits.DeviceBytes * batches / Mebibyte:N0} MiB on the device and {limits.PinnedBytes * batches / Mebibyte:N0} MiB of pinned memory, per worker {limits.DeviceBytes * BatchLimits.BatchesPerWorker / Mebibyte:N0} and {limits.PinnedBytes * BatchLimits.BatchesPerWorker / Mebibyte:N0} MiB");
    }

    public static string OnHostInstead(FeatureForgeException failure) => $"{failure.Message} This run is made on the CPU.";

    public static string Lost(DriverException failure) => $"{failure.Message} Its batches are made on the CPU, and so is the rest of this run.";

    public static string SmallerBatches(DriverException failure, int samples, int images) =>
        FormattableString.Invariant($"{failure.Message} This batch ({samples} samples) is made on the CPU; batches of this worker have {images} samples at most from now on.");

    public static string NoMoreBatches(DriverException failure, int samples) =>
        FormattableString.Invariant($"{failure.Message} Not even a batch of one sample fits: this batch ({samples} samples) and the rest of this worker's samples are made on the CPU.");
}
