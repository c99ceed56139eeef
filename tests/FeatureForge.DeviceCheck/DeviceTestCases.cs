using Xunit.Abstractions;

namespace FeatureForge.DeviceCheck;

/// <summary>Collects what discovery finds.</summary>
internal sealed class DeviceTestCases : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly List<ITestCase> _cases = [];
    private readonly ManualResetEventSlim _complete = new();

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestCaseDiscoveryMessage found)
        {
            lock (_cases)
                _cases.Add(found.TestCase);
        }
        else if (message is IDiscoveryCompleteMessage)
        {
            _complete.Set();
        }

        return true;
    }

    /// <summary>Waits until all are found.</summary>
    public IReadOnlyList<ITestCase> Wait()
    {
        _complete.Wait();
        return _cases;
    }

    /// <inheritdoc/>
    public void Dispose() => _complete.Dispose();
}
