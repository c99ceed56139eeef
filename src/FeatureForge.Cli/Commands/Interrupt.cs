using System.Runtime.InteropServices;

namespace FeatureForge.Cli.Commands;

/// <summary>Turns the first Ctrl-C (or a termination signal) into a request to stop cleanly; a second one ends the program at once.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly bool _isPatient;

    /// <summary>Starts listening.</summary>
    /// <param name="isPatient">Whether further signals change nothing: for a command that has files to take away and waits for nothing that may last.</param>
    public Interrupt(bool isPatient = false)
    {
        _isPatient = isPatient;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        bool isFirst = !_source.IsCancellationRequested;
        context.Cancel |= isFirst || _isPatient;
        if (isFirst)
            _source.Cancel();
    }
}
