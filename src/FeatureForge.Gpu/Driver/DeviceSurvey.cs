using FeatureForge.Gpu.Driver.Cuda;
using FeatureForge.Gpu.Driver.OpenCl;

namespace FeatureForge.Gpu.Driver;

/// <summary>What this machine has to compute with besides its processor.</summary>
/// <param name="Backends">Each backend with its state, also the absent ones.</param>
/// <param name="Devices">Every device that a driver lists, CUDA first.</param>
public sealed record DeviceSurvey(IReadOnlyList<BackendState> Backends, IReadOnlyList<FoundDevice> Devices)
{
    /// <summary>Asks all drivers. Absent libraries and unusable devices are states with a sentence, never errors.</summary>
    public static DeviceSurvey OfThisMachine()
    {
        var devices = new List<FoundDevice>();
        BackendState cuda = CudaDevices.Find(devices);
        BackendState openCl = OpenClDevices.Find(devices);
        return new DeviceSurvey([cuda, openCl], devices);
    }
}
