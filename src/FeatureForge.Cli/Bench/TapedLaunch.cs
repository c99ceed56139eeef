using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Bench;

/// <summary>A launch as a stage made it, to be made again on the memory it left behind.</summary>
/// <param name="Kernel">Kernel.</param>
/// <param name="Shape">Groups and lanes.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record TapedLaunch(IComputeKernel Kernel, LaunchShape Shape, KernelArgument[] Arguments)
{
    /// <summary>Name of the kernel.</summary>
    public string Name => Kernel.Signature.Name;

    /// <summary>Makes the launches again, in their order; returns at once.</summary>
    /// <param name="launches">Launches.</param>
    /// <param name="queue">Any queue of their device.</param>
    public static void Replay(IReadOnlyList<TapedLaunch> launches, IComputeQueue queue)
    {
        foreach (TapedLaunch launch in launches)
            queue.Launch(launch.Kernel, launch.Shape, launch.Arguments);
    }
}
