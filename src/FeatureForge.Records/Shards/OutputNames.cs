namespace FeatureForge.Records.Shards;

/// <summary>Names of the files of an output folder.</summary>
internal static class OutputNames
{
    public const string Lock = ".featureforge.lock";
    public const string StateFolder = ".featureforge";
    public const string State = "state.json";
    public const string Removing = "removing.json";
    public const string TransitionLock = "transition.lock";
    public const string PartialEnding = ".partial";
    public const string ShardStateEnding = ".json";
    public const string Manifest = "manifest.json";
    public const string Quarantine = "quarantine.jsonl";
    public const string LabelMap = "label_map.pbtxt";
    public const string DatasetInfo = "dataset_info.json";
    public const string Features = "features.json";

    /// <summary>Files written when the last shard is done, in that order; the manifest makes the folder complete.</summary>
    public static readonly string[] Closing = [Quarantine, LabelMap, DatasetInfo, Features, Manifest];

    /// <summary>Those of a profile.</summary>
    public static IEnumerable<string> ClosingOf(string profile) =>
        profile == Encode.RecordProfiles.TensorFlowDatasets ? Closing : Closing.Except([DatasetInfo, Features]);

    /// <summary>Lock files may be held by other tasks, so they stay until the state folder goes.</summary>
    public static bool IsLock(string path) => path.EndsWith(".lock", StringComparison.Ordinal);

    public static string TaskLock(TaskShare task) => $"task-{task.Number}-of-{task.Of}.lock";

    /// <summary>Whether a name is one that this program gives to files of an output folder; nothing else is ever deleted.</summary>
    public static bool IsOurs(string name) =>
        Closing.Contains(name, StringComparer.Ordinal)
        || ShardName.TryParse(name.EndsWith(ShardName.IndexEnding, StringComparison.Ordinal) ? name[..^ShardName.IndexEnding.Length] : name, out _);
}
