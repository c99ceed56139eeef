namespace FeatureForge.Gpu.Choice;

/// <summary>How long a backend needs for a picture from coefficients to pixels and targets, other things of a run being equal.</summary>
/// <param name="Id"><c>cpu</c>, or the device's id, for example <c>cuda:0</c>.</param>
/// <param name="Name">Name of the device; empty for the CPU.</param>
/// <param name="Microseconds">Microseconds per image, all workers together; of a device with the copies there and back.</param>
public sealed record BackendFigure(string Id, string Name, double Microseconds)
{
    /// <summary>True for a device that is this processor, as PoCL's.</summary>
    public bool IsProcessor { get; init; }
}
