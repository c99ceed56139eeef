using System.Diagnostics;
using System.Globalization;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Commands;

/// <summary>
/// Shows how a run goes: one line that is rewritten on a terminal, a plain line every ten seconds elsewhere. It only reads counters,
/// so it costs the run nothing.
/// </summary>
internal sealed class ProgressDisplay : IDisposable
{
    private static readonly TimeSpan s_terminalInterval = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);
    private readonly TextWriter _output;
    private readonly bool _terminal;
    private readonly RunProgress _progress;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Timer? _timer;
    private readonly Lock _gate = new();
    private int _lineLength;

    /// <summary>Starts showing.</summary>
    /// <param name="output">Where to, usually standard error.</param>
    /// <param name="terminal">Whether the line can be rewritten.</param>
    /// <param name="quiet">Show notes only.</param>
    public ProgressDisplay(TextWriter output, bool terminal, bool quiet)
    {
        _output = output;
        _terminal = terminal && !quiet;
        _progress = new RunProgress { Note = Note };
        if (!quiet)
        {
            TimeSpan interval = terminal ? s_terminalInterval : s_plainInterval;
            _timer = new Timer(_ => Attempt(Show), null, interval, interval);
        }
    }

    /// <summary>Counters that the run updates.</summary>
    public RunProgress Progress => _progress;

    /// <summary>Writes a line that stays.</summary>
    /// <param name="text">One sentence.</param>
    public void Note(string text)
    {
        Attempt(() =>
        {
            EraseLine();
            _output.WriteLine(TerminalText.Clean(text));
        });
    }

    /// <summary>The line for given counts.</summary>
    /// <param name="progress">Counters.</param>
    /// <param name="elapsed">Time since the start.</param>
    public static string Line(RunProgress progress, TimeSpan elapsed)
    {
        long done = progress.Done;
        double rate = done / Math.Max(0.001, elapsed.TotalSeconds);
        string remaining = done == 0 ? "--" : Duration((progress.Total - done) / rate);
        double percent = progress.Total == 0 ? 100 : 100.0 * done / progress.Total;
        return string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {progress.Total:N0} samples ({percent:F0} %), {rate:N0}/s, {remaining} left, {progress.Quarantined:N0} bad, {progress.Bytes / 1e6:N0} MB");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_timer is null)
            return;
        using (var stopped = new ManualResetEvent(false))
        {
            if (_timer.Dispose(stopped))
                stopped.WaitOne();
        }

        Attempt(EraseLine);
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h"),
    };

    private void Show()
    {
        if (_progress.Total == 0)
            return;
        string line = Line(_progress, _clock.Elapsed);
        if (!_terminal)
        {
            _output.WriteLine(line);
            return;
        }

        _output.Write($"\r{line.PadRight(_lineLength)}");
        _lineLength = line.Length;
    }

    /// <summary>Writes, one at a time. A display that cannot be written to (a full disk behind standard error) must not end the run.</summary>
    private void Attempt(Action write)
    {
        lock (_gate)
        {
            try
            {
                write();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _lineLength = 0;
            }
        }
    }

    private void EraseLine()
    {
        if (_lineLength == 0)
            return;
        _output.Write($"\r{new string(' ', _lineLength)}\r");
        _lineLength = 0;
    }
}
