using System.Xml.Linq;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests.Rules;

/// <summary>Who may see whom: projects by their references, rooms by the types that they use.</summary>
internal static class LayerRules
{
    private const int MostFolders = 2;
    private const string Core = "FeatureForge.Core";
    private const string Native = "FeatureForge.Native";
    private const string Records = "FeatureForge.Records";
    private const string Pipeline = "FeatureForge.Pipeline";
    private const string Gpu = "FeatureForge.Gpu";
    private const string Feed = "FeatureForge.Feed";
    private const string Cli = "FeatureForge.Cli";
    private static readonly string[] s_bindings = [Native, Gpu];

    /// <summary>Projects that each project may refer to.</summary>
    private static readonly Dictionary<string, string[]> s_references = new()
    {
        [Core] = [],
        [Native] = [Core],
        [Records] = [Core],
        [Pipeline] = [Core, Native, Records],
        [Gpu] = [Core, Pipeline],
        [Feed] = [Core, Records, Pipeline],
        [Cli] = [Core, Native, Records, Pipeline, Gpu, Feed],
    };

    /// <summary>
    /// What each area may use besides itself: namespaces with all below them, or single types. A room of the pipeline sees Core and never
    /// another room; only Recipe and Run join rooms. A room of Gpu sees the room of the pipeline whose bits it makes; Pictures joins two of them,
    /// Execution, Checks and Choice all.
    /// </summary>
    private static readonly Dictionary<string, string[]> s_uses = new()
    {
        [Core] = [],
        [Native] = [Core],
        [Records] = [Core],
        [$"{Pipeline}.Sources"] = [Core],
        [$"{Pipeline}.Decode"] = [Core, Native],
        [$"{Pipeline}.Geometry"] = [Core, $"{Pipeline}.Decode.RowRange"],
        [$"{Pipeline}.Photometric"] = [Core],
        [$"{Pipeline}.Targets"] = [Core],
        [$"{Pipeline}.Recipe"] = [Core, Native, Records, Pipeline],
        [$"{Pipeline}.Run"] = [Core, Native, Records, Pipeline],
        [$"{Gpu}.Driver"] = [Core],
        [$"{Gpu}.Kernels"] = [Core, $"{Gpu}.Driver"],
        [$"{Gpu}.Batches"] = [Core, $"{Gpu}.Driver"],
        [$"{Gpu}.Decode"] = [Core, $"{Gpu}.Driver", $"{Gpu}.Kernels", $"{Gpu}.Batches", $"{Pipeline}.Decode"],
        [$"{Gpu}.Geometry"] = [Core, $"{Gpu}.Driver", $"{Gpu}.Kernels", $"{Gpu}.Batches", $"{Pipeline}.Geometry"],
        [$"{Gpu}.Pictures"] = [Core, $"{Gpu}.Driver", $"{Gpu}.Batches", $"{Gpu}.Decode", $"{Gpu}.Geometry", $"{Pipeline}.Decode", $"{Pipeline}.Geometry"],
        [$"{Gpu}.Photometric"] = [Core, $"{Gpu}.Driver", $"{Gpu}.Kernels", $"{Gpu}.Batches", $"{Pipeline}.Photometric"],
        [$"{Gpu}.Targets"] = [Core, $"{Gpu}.Driver", $"{Gpu}.Kernels", $"{Gpu}.Batches", $"{Pipeline}.Targets"],
        [$"{Gpu}.Execution"] = [Core, Gpu, Pipeline],
        [$"{Gpu}.Checks"] = [Core, Gpu, $"{Pipeline}.Decode", $"{Pipeline}.Geometry", $"{Pipeline}.Photometric", $"{Pipeline}.Targets"],
        [$"{Gpu}.Choice"] = [Core, Gpu, Pipeline],
        [Feed] = [Core, Records, Pipeline],
        [Cli] = [Core, Native, Records, Pipeline, Gpu, Feed],
    };

    /// <summary>References that the table does not allow, and projects that it does not know.</summary>
    /// <param name="projects">Path and text of each project file below <c>src</c>.</param>
    public static IEnumerable<Finding> CheckReferences(IEnumerable<(string Path, string Text)> projects)
    {
        foreach (var (path, text) in projects)
        {
            string project = Path.GetFileNameWithoutExtension(path);
            if (!s_references.TryGetValue(project, out string[]? allowed))
            {
                yield return new Finding(path, 0, project, "a project that the table of LayerRules does not know; say there what it may see");
                continue;
            }

            foreach (string reference in References(text).Where(reference => !allowed.Contains(reference)))
                yield return new Finding(path, 0, reference, $"{project} may refer only to: {string.Join(", ", allowed)}");
            if (!s_bindings.Contains(project) && text.Contains("AllowUnsafeBlocks", StringComparison.Ordinal))
                yield return new Finding(path, 0, "AllowUnsafeBlocks", $"unsafe code belongs in {string.Join(" and ", s_bindings)}");
        }
    }

    /// <summary>Types used across a wall, and folders that the table does not know.</summary>
    public static IEnumerable<Finding> CheckUses(SourceTree tree)
    {
        foreach (SourceFile file in tree.Files.Where(file => AreaOf(file.ExpectedNamespace) is null))
            yield return new Finding(file.Path, 0, file.ExpectedNamespace, "a room that the table of LayerRules does not know; say there what it may see");
        foreach (SymbolUse use in tree.Uses)
        {
            string used = use.OutermostTypeName;
            if (!used.StartsWith("FeatureForge.", StringComparison.Ordinal) || AreaOf(use.File.ExpectedNamespace) is not { } area)
                continue;
            if (!IsWithin(used, area) && !s_uses[area].Any(allowed => IsWithin(used, allowed)))
                yield return use.File.At(use.Name, used, $"{area} may use only: {string.Join(", ", s_uses[area])}");
        }
    }

    /// <summary>Files in deeper folders than the map can show.</summary>
    public static IEnumerable<Finding> CheckDepth(IEnumerable<SourceFile> files) =>
        from file in files
        let folders = file.Folders.Length - 2
        where folders > MostFolders
        select new Finding(file.Path, 0, "depth", $"{folders} folders below the project, at most {MostFolders}");

    private static IEnumerable<string> References(string project) =>
        from element in XDocument.Parse(project).Descendants("ProjectReference")
        select Path.GetFileNameWithoutExtension(((string)element.Attribute("Include")!).Replace('\\', '/'));

    private static string? AreaOf(string name) =>
        s_uses.Keys.Where(area => IsWithin(name, area)).MaxBy(area => area.Length);

    private static bool IsWithin(string name, string area) =>
        name == area || (name.StartsWith(area, StringComparison.Ordinal) && name[area.Length] == '.');
}
