using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace FeatureForge.DeviceCheck;

/// <summary>Counts what execution reports, keeps the failures and the reasons of skipped tests.</summary>
internal sealed class DeviceTestResults : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ManualResetEventSlim _complete = new();
    private readonly Lock _lock = new();
    private readonly List<string> _failures = [];
    private readonly Dictionary<string, int> _reasons = [];
    private int _passed;

    /// <summary>True when something ran and nothing failed.</summary>
    public bool IsGood => _failures.Count == 0 && _passed > 0;

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (_lock)
        {
            switch (message)
            {
                case ITestPassed:
                    _passed++;
                    break;
                case ITestFailed failed:
                    Fail(failed.Test.DisplayName, failed);
                    break;
                case ITestSkipped skipped:
                    _reasons[skipped.Reason] = _reasons.GetValueOrDefault(skipped.Reason) + 1;
                    break;
                case ITestAssemblyFinished:
                    _complete.Set();
                    break;
                case IFailureInformation failure:
                    Fail(message.GetType().Name, failure);
                    break;
                default:
                    break;
            }
        }

        return true;
    }

    /// <summary>Waits for the end.</summary>
    public void Wait() => _complete.Wait();

    /// <summary>Prints reasons, failures and one closing line.</summary>
    /// <param name="output">Where to.</param>
    public void Print(TextWriter output)
    {
        foreach ((string reason, int count) in _reasons.OrderByDescending(pair => pair.Value))
            output.WriteLine($"{count,5} skipped: {reason.ReplaceLineEndings(" ")}");
        foreach (string failure in _failures)
            output.WriteLine(failure);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{_passed} passed, {_failures.Count} failed, {_reasons.Values.Sum()} skipped in {Stopwatch.GetElapsedTime(_start).TotalSeconds:F0} s"));
    }

    /// <inheritdoc/>
    public void Dispose() => _complete.Dispose();

    private void Fail(string name, IFailureInformation failure)
    {
        _failures.Add($"FAILED {name}\n  {string.Join("\n  ", failure.Messages)}\n{string.Join('\n', failure.StackTraces)}");
        Console.Error.WriteLine($"FAILED {name}");
    }
}
