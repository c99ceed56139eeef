using System.Globalization;

namespace FeatureForge.Gpu.Choice;

/// <summary>Picks the fastest of what was measured and says why.</summary>
/// <param name="Chosen">Figure of the device chosen; null: the CPU.</param>
/// <param name="Reason">The sentence.</param>
internal sealed record BackendDecision(BackendFigure? Chosen, string Reason)
{
    private const string What = "per image after the entropy decode";

    /// <summary>Decides by figures.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="workers">Workers that it was measured with.</param>
    /// <param name="devices">Devices that could be measured; may be none.</param>
    /// <param name="leftOut">For each device that could not, a sentence that names it.</param>
    public static BackendDecision Of(BackendFigure cpu, int workers, IReadOnlyList<BackendFigure> devices, IReadOnlyList<string> leftOut)
    {
        if (devices.Count == 0)
            return WithoutDevice(leftOut);
        BackendFigure best = devices.MinBy(device => device.Microseconds)!;
        string host = $"{TimeOf(cpu)} {(best.Microseconds < cpu.Microseconds ? "" : $"{What} ")}with {workers} {(workers == 1 ? "worker" : "workers")}";
        string others = string.Concat(devices.Where(device => device != best).Select(device => $", {NameOf(device)} {TimeOf(device)}"));
        string omitted = string.Concat(leftOut.Select(sentence => $" Left out: {sentence}"));
        return best.Microseconds < cpu.Microseconds
            ? new BackendDecision(best, $"{NameOf(best)}: {TimeOf(best)} {What}, cpu {host}{others}.{omitted}")
            : new BackendDecision(null, $"cpu: {host}; {NameOf(best)} {TimeOf(best)}{others}.{omitted}");
    }

    /// <summary>The CPU, because nothing else can be used.</summary>
    /// <param name="reasons">Why, a sentence each.</param>
    public static BackendDecision WithoutDevice(IReadOnlyList<string> reasons) => new(null, $"cpu: no device is usable. {string.Join(" ", reasons.Select(EndOf))}");

    private static string NameOf(BackendFigure device) => device.IsProcessor ? $"{device.Id} ({device.Name}, which is this processor)" : $"{device.Id} ({device.Name})";

    private static string EndOf(string sentence) => sentence.EndsWith('.') ? sentence : sentence + ".";

    private static string TimeOf(BackendFigure figure) => figure.Microseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{figure.Microseconds:F1} us"),
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{figure.Microseconds:F0} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{figure.Microseconds / 1000:F0} ms"),
    };
}
