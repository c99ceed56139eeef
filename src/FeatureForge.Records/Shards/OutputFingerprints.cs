namespace FeatureForge.Records.Shards;

/// <summary>What the content of an output folder depends on; a folder made with others is not continued.</summary>
/// <param name="Recipe">Fingerprint of the recipe without output path, workers and backend; hexadecimal.</param>
/// <param name="Source">Fingerprint of images and annotations; hexadecimal.</param>
/// <param name="Engine">Version of the engine.</param>
public sealed record OutputFingerprints(string Recipe, string Source, string Engine)
{
    /// <summary>Names what differs, for people: <c>recipe, engine version (0.1.0, now 0.2.0)</c>; null when nothing does.</summary>
    /// <param name="now">Those of the present run.</param>
    internal string? DifferenceTo(OutputFingerprints now)
    {
        List<string> differences = [];
        if (Recipe != now.Recipe)
            differences.Add("recipe");
        if (Source != now.Source)
            differences.Add("source (images or annotations)");
        if (Engine != now.Engine)
            differences.Add($"engine version ({Engine}, now {now.Engine})");
        return differences.Count == 0 ? null : string.Join(", ", differences);
    }
}
