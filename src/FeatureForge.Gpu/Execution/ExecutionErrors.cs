using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Execution;

/// <summary>Errors and notes of runs on a device, named by condition.</summary>
internal static class ExecutionErrors
{
    private const double Mebibyte = 1 << 20;

    public static FeatureForgeException TooLittleMemory(DeviceDescription device, MemoryGrant grant, long least)
    {
        string advice = least <= device.MemoryBytes ? FormattableString.Invariant($"Give --device-memory {least} or more, lower --workers") : "Lower --workers";
        return new(1, FormattableString.Invariant($"{grant.Bytes} bytes of device memory ({grant.Origin}) do not hold the batches of this run, which need at least {least} bytes ({least / Mebibyte:N1} MiB) to take half of its photos. {advice}, or use --backend cpu."));
    }

    public static FeatureForgeException MoreThanTheDeviceHas(DeviceDescription device, long asked) =>
        new(1, FormattableString.Invariant($"--device-memory {asked} ({asked / Mebibyte:N0} MiB) is more than {device.Id} ({device.Name}) has: {device.MemoryBytes} bytes ({device.MemoryBytes / Mebibyte:N0} MiB), which others use too. Give less, or leave the option out."));

    public static FeatureForgeException BuffersTooSmall(DeviceDescription device, long bytes) =>
        new(1, FormattableString.Invariant($"A sample of this run needs a buffer of {bytes} bytes; {device.Id} ({device.Name}) gives at most {device.LargestBufferBytes} at once. Make the output or the anchor set smaller, or use --backend cpu."));

    public static string Memory(DeviceDescription device, int workers, BatchLimits limits, RunMemory memory)
    {
        int batches = workers * BatchLimits.BatchesPerWorker;
        return FormattableString.Invariant($"{device.Id} ({device.Name}): {batches} batches of up to {limits.Images} samples; at most {memory.DeviceBytes / Mebibyte:N0} MiB on the device ({memory.Origin}) and {memory.PinnedBytes / Mebibyte:N0} MiB of pinned memory, per worker {memory.DeviceBytes / workers / Mebibyte:N0} and {memory.PinnedBytes / workers / Mebibyte:N0} MiB");
    }

    public static string OnHostInstead(FeatureForgeException failure) => $"{failure.Message} This run is made on the CPU.";

    public static string Lost(DriverException failure) => $"{failure.Message} Its batches are made on the CPU, and so is the rest of this run.";

    public static string SmallerBatches(DriverException failure, int samples, int images) =>
        FormattableString.Invariant($"{failure.Message} This batch ({samples} samples) is made on the CPU; batches of this worker have {images} samples at most from now on.");

    public static string NoMoreBatches(DriverException failure, int samples) =>
        FormattableString.Invariant($"{failure.Message} Not even a batch of one sample fits: this batch ({samples} samples) and the rest of this worker's samples are made on the CPU.");
}
