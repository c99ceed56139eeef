namespace FeatureForge.Records.Shards;

/// <summary>
/// Deletes what an earlier run wrote (<c>--fresh</c>) and nothing else: names come from the manifest and the state of that run and
/// must be names that this program gives. The list is written down first, so that a deletion cut short is continued by the next
/// run and never looks like a complete folder.
/// </summary>
internal sealed class OutputRemoval(string folder, string stateFolder, DurableFiles files)
{
    private string ListPath => Path.Combine(stateFolder, OutputNames.Removing);

    /// <summary>Shard and index of a planned shard.</summary>
    public static string[] NamesOf(PlannedShard shard) => NamesOf(shard.Name);

    /// <summary>Ends a deletion that was cut short; does nothing where there was none.</summary>
    public void Continue()
    {
        if (!File.Exists(ListPath))
            return;
        foreach (string name in ReadList())
            files.Delete(Path.Combine(folder, name));
        files.FlushFolder(folder);
        foreach (string file in Directory.GetFiles(stateFolder).Where(file => file != ListPath && !OutputNames.IsLock(file)))
            files.Delete(file);
        files.Delete(ListPath);
        files.FlushFolder(stateFolder);
    }

    /// <summary>Deletes what earlier runs wrote.</summary>
    /// <param name="plan">Plan of the present run: names shards where the state of the earlier run is damaged.</param>
    public void Run(ShardPlan plan)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        bool ours = AddFromManifest(names) | AddFromState(names, plan);
        if (!ours)
            return;
        files.CreateFolder(stateFolder);
        byte[] list = JsonText.Document(json =>
        {
            json.WriteStartArray();
            foreach (string name in names.Where(OutputNames.IsOurs).Order(StringComparer.Ordinal))
                json.WriteStringValue(name);
            json.WriteEndArray();
        });
        files.WriteWhole(ListPath + OutputNames.PartialEnding, ListPath, list);
        files.FlushFolder(folder);
        Continue();
    }

    private static string[] NamesOf(ShardName name) => [name.ToString(), name.IndexName];

    /// <summary>A file called manifest.json that is not ours makes the folder somebody else's: reading it throws.</summary>
    private bool AddFromManifest(HashSet<string> names)
    {
        string path = Path.Combine(folder, OutputNames.Manifest);
        if (!File.Exists(path))
            return false;
        Manifest manifest = Manifest.Read(path);
        names.UnionWith(OutputNames.ClosingOf(manifest.Profile));
        foreach (ManifestShard shard in manifest.Shards)
        {
            names.Add(shard.Name);
            names.Add(shard.Name + ShardName.IndexEnding);
        }

        return true;
    }

    private bool AddFromState(HashSet<string> names, ShardPlan plan)
    {
        string path = Path.Combine(stateFolder, OutputNames.State);
        if (!File.Exists(path))
            return false;
        if (names.Count == 0)
            names.UnionWith(OutputNames.Closing);
        try
        {
            names.UnionWith(OutputState.ReadRun(path).Shards.SelectMany(NamesOf));
        }
        catch (Core.Errors.FeatureForgeException)
        {
            names.UnionWith(plan.Shards.SelectMany(NamesOf));
        }

        return true;
    }

    private List<string> ReadList() => OutputState.Read(
        ListPath, root => root.EnumerateArray().Select(name => name.GetString()!).Where(OutputNames.IsOurs).ToList());
}
