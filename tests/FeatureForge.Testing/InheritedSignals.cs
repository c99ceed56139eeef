using System.Diagnostics;
using System.Globalization;

namespace FeatureForge.Testing;

/// <summary>Signals that whoever started the tests had ignored, as nohup does: programs that the tests start ignore them too, unless they ask for them.</summary>
public static class InheritedSignals
{
    // Numbers of Linux.
    private static readonly Dictionary<string, int> Numbers = new() { ["HUP"] = 1, ["INT"] = 2, ["QUIT"] = 3, ["TERM"] = 15 };

    /// <summary>Whether a program that is started here ignores a signal. Asked of one, because the runtime has handlers of its own.</summary>
    /// <param name="name">HUP, INT, QUIT or TERM.</param>
    public static bool Ignores(string name)
    {
        using Process process = Process.Start(new ProcessStartInfo("cat", ["/proc/self/status"]) { RedirectStandardOutput = true })!;
        string status = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string mask = status.Split('\n').First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split(':')[1].Trim();
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Numbers[name] - 1))) != 0;
    }
}
