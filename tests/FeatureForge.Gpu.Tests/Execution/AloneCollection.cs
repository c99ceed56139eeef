namespace FeatureForge.Gpu.Tests.Execution;

/// <summary>Tests that read the state of the whole process, the buffers lent and what taking one allocates: they run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>What a test class names to join.</summary>
    public const string Name = "alone in the process";
}
