namespace FeatureForge.Pipeline.Tests.Run;

/// <summary>
/// Tests that read the state of the whole process: the buffers lent, and what taking one allocates. Tests running beside them
/// lend and return buffers of their own, so these run when no other does.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>What a test class names to join.</summary>
    public const string Name = "alone in the process";
}
