namespace FeatureForge.Cli.Inspect;

/// <summary>Gives the records of shards, parsed. The shard reader stands behind it.</summary>
internal interface IExampleSource
{
    /// <summary>All records, shard by shard in the order of their names.</summary>
    IEnumerable<ExampleRecord> Read();
}
