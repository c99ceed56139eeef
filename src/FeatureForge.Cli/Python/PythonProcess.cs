using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace FeatureForge.Cli.Python;

/// <summary>Runs a Python package as <c>python3 -m</c> with the terminal of this program, until it ends.</summary>
internal static class PythonProcess
{
    // What a process ended by a signal gives as its exit code, less the number of the signal.
    private const int SignalBase = 128;

    /// <summary>Starts the package and waits for its end. Signals asking this program to stop are passed on, so that the package stops cleanly.</summary>
    /// <param name="module">Name of the package.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellation">Asked once this listens for signals itself: whether it shall not start the package at all.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the start.</exception>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">There is no such package or no interpreter.</exception>
    public static int Run(string module, IEnumerable<string> arguments, CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(PythonInterpreter.Find(), ["-m", module, .. arguments]) { UseShellExecute = false };
        string packages = PythonPackages.FolderOf(module, AppContext.BaseDirectory);
        // A file of the current folder that is named as a package is not that package.
        start.Environment["PYTHONSAFEPATH"] = "1";
        string? others = Environment.GetEnvironmentVariable("PYTHONPATH");
        start.Environment["PYTHONPATH"] = string.IsNullOrEmpty(others) ? packages : $"{packages}{Path.PathSeparator}{others}";
        // The package ends itself, with its checkpoint, when this process is killed. The system counts the death of the starting thread as that of the process:
        // it is this thread that waits below.
        start.Environment["FEATUREFORGE_PARENT"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using var signals = new PassedSignals();
        cancellation.ThrowIfCancellationRequested();
        using Process process = Start(start);
        signals.PassTo(process);
        process.WaitForExit();
        if (process.ExitCode > SignalBase && !signals.WasAsked)
            Console.Error.WriteLine(PythonErrors.EndedBySignal(module, process.ExitCode - SignalBase));
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw PythonErrors.NoInterpreter(start.FileName, exception.Message);
        }
    }
}
