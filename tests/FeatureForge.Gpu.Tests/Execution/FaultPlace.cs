namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>Calls of a device that a test lets fail.</summary>
public enum FaultPlace
{
    /// <summary>Taking device or pinned memory.</summary>
    Allocation,

    /// <summary>Starting a kernel.</summary>
    Launch,

    /// <summary>Waiting for an event.</summary>
    Wait,

    /// <summary>Waiting for a queue.</summary>
    Finish,
}
