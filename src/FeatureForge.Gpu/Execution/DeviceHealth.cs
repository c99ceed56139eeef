using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Execution;

/// <summary>Whether the device of a run still answers, known to all its workers.</summary>
/// <param name="note">Takes a sentence about each event; null to drop them.</param>
internal sealed class DeviceHealth(Action<string>? note)
{
    private int _lost;

    /// <summary>True once a call said that the device is lost: no worker asks it for more.</summary>
    public bool IsLost => Volatile.Read(ref _lost) != 0;

    /// <summary>Gives the device up; the first to notice says so.</summary>
    /// <param name="failure">What its driver said.</param>
    public void Lose(DriverException failure)
    {
        if (Interlocked.Exchange(ref _lost, 1) == 0)
            note?.Invoke(ExecutionErrors.Lost(failure));
    }

    /// <summary>Says that something happened.</summary>
    /// <param name="text">One sentence or two.</param>
    public void Note(string text) => note?.Invoke(text);
}
