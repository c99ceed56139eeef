using FeatureForge.Core.Errors;

namespace FeatureForge.Gpu.Driver;

/// <summary>A device did not do what was asked. The message says which call, which code by its name, and what to do.</summary>
public sealed class DriverException : FeatureForgeException
{
    /// <summary>Makes an error; only <see cref="DriverErrors"/> does.</summary>
    /// <param name="failure">Kind of failure.</param>
    /// <param name="message">What, where, what to do.</param>
    internal DriverException(DriverFailure failure, string message)
        : base(1, message) => Failure = failure;

    /// <summary>Kind of failure.</summary>
    public DriverFailure Failure { get; }

    /// <summary>True when the same batch can be done on the CPU instead: out of memory, or device lost.</summary>
    public bool CanFallBack => Failure is DriverFailure.OutOfMemory or DriverFailure.DeviceLost;
}
