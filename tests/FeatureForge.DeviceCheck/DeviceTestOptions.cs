using Xunit.Abstractions;

namespace FeatureForge.DeviceCheck;

/// <summary>Options of discovery and execution: none is set, so the framework's own defaults hold.</summary>
internal sealed class DeviceTestOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = [];

    /// <inheritdoc/>
    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

    /// <inheritdoc/>
    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
