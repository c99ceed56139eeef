using FeatureForge.Records.Shards;

namespace FeatureForge.Records.Tests.Shards;

/// <summary>Takes every step but waits for no disk: thousands of runs in seconds. What a flush is for cannot be tested without cutting power.</summary>
internal class MemoryOnlyFiles : DurableFiles
{
    protected override void ToDisk(FileStream file) => file.Flush();

    protected override void ToDisk(string folder)
    {
    }
}
