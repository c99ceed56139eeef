using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FeatureForge.Cli.Python;

/// <summary>
/// Keeps this program alive when it is asked to stop and passes the request on to a process. Listens from its making on, which must be before the
/// process starts: a signal between start and listening would end this program and leave the process behind.
/// </summary>
internal sealed class PassedSignals : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Process? _process;
    private string? _early;

    /// <summary>Starts listening.</summary>
    public PassedSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Receive(signal, "-INT")),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Receive(signal, "-TERM")),

        // The terminal is gone. The package knows SIGTERM as a request to save what it has.
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Receive(signal, "-TERM")),
    ];

    /// <summary>True once this program was asked to stop.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>Passes signals to a process from now on, and at once the last one that came before.</summary>
    /// <param name="process">A process that was started.</param>
    public void PassTo(Process process)
    {
        lock (_lock)
        {
            _process = process;
            if (_early is not null)
                Send(process, _early);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private void Receive(PosixSignalContext signal, string name)
    {
        signal.Cancel = true;
        lock (_lock)
        {
            WasAsked = true;
            if (_process is null)
                _early = name;
            else if (!_process.HasExited)
                Send(_process, name);
        }
    }

    // .NET can end a process, but send it no other signal. A terminal sends Ctrl-C to both; the package counts signals that come together once.
    private static void Send(Process process, string name)
    {
        using Process? kill = Process.Start("kill", [name, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill?.WaitForExit();
    }
}
