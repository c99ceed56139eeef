using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Execution;

/// <summary>Runs whose pixels and targets are made on a device by OpenCL or CUDA, as far as it takes them, with the bytes of a run on the processor.</summary>
/// <param name="device">Opened device; stays the caller's, who disposes it after this.</param>
/// <param name="options">Sizes.</param>
public sealed class DeviceRunBackend(IComputeDevice device, DeviceRunOptions options) : IRunBackend
{
    // A batch is filled, one is on the device, and one has been made and waits for the writer.
    private const int BatchesOfRecords = BatchLimits.BatchesPerWorker + 1;

    /// <inheritdoc/>
    public string Name => device.Description.Backend == DeviceBackend.Cuda ? "cuda" : "opencl";

    /// <inheritdoc/>
    public string Device => $"{device.Description.Id} {device.Description.Name}";

    /// <inheritdoc/>
    public RunMemory? Memory { get; private set; }

    /// <inheritdoc/>
    public int ItemsPerWorker => BatchesOfRecords * options.BatchSize;

    /// <inheritdoc/>
    public IReadOnlyList<IRunWorker> CreateWorkers(WorkerPlan plan)
    {
        if (LimitsOf(plan) is not { } limits)
            return new HostBackend().CreateWorkers(plan);
        plan.Note?.Invoke(ExecutionErrors.Memory(device.Description, plan.Workers, limits, Memory!));
        var health = new DeviceHealth(plan.Note);
        return [.. Enumerable.Range(0, plan.Workers).Select(_ => new DeviceWorker(device, health, plan, limits))];
    }

    // The choice of a device measured one batch; only the plan of the run says what all of them need.
    private BatchLimits? LimitsOf(WorkerPlan plan)
    {
        Memory = null;
        try
        {
            var grant = MemoryGrant.Of(device, options, plan.Workers);
            var limits = BatchLimits.Of(plan, device.Description, options.BatchSize, grant, PictureSurvey.Of(plan));
            long batches = (long)plan.Workers * BatchLimits.BatchesPerWorker;
            Memory = new RunMemory(limits.DeviceBytes * batches, limits.PinnedBytes * batches, grant.Origin);
            return limits;
        }
        catch (FeatureForgeException failure) when (options.FallsBackToHost)
        {
            plan.Note?.Invoke(ExecutionErrors.OnHostInstead(failure));
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The device is the caller's.
    }
}
