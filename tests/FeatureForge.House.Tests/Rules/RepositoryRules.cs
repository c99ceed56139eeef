using System.Text.RegularExpressions;
using System.Xml.Linq;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests.Rules;

/// <summary>What must hold for the files of the repository as a whole.</summary>
internal static partial class RepositoryRules
{
    /// <summary>Projects that the solution lacks, and entries of the solution without a project.</summary>
    public static IEnumerable<Finding> CheckSolution(string solution, IEnumerable<string> projects)
    {
        HashSet<string> listed = [.. SolutionProjects().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/'))];
        HashSet<string> present = [.. projects];
        foreach (string path in present.Where(path => !listed.Contains(path)))
            yield return new Finding("FeatureForge.sln", 0, path, "is not in the solution; dotnet sln add it");
        foreach (string path in listed.Where(path => !present.Contains(path)))
            yield return new Finding("FeatureForge.sln", 0, path, "is in the solution, but there is no such project");
    }

    /// <summary>Package versions outside <c>Directory.Packages.props</c>, and packages that it does not know.</summary>
    public static IEnumerable<Finding> CheckPackages(string central, IEnumerable<(string Path, string Text)> projects)
    {
        HashSet<string> known = [.. XDocument.Parse(central).Descendants("PackageVersion").Select(element => (string)element.Attribute("Include")!)];
        foreach (var (path, text) in projects)
        {
            foreach (XElement element in XDocument.Parse(text).Descendants().Where(element => element.Name.LocalName is "PackageReference" or "PackageVersion"))
            {
                string package = (string?)element.Attribute("Include") ?? (string?)element.Attribute("Update") ?? "";
                if (element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null || element.Element("Version") is not null)
                    yield return new Finding(path, 0, package, "has a version of its own; versions stand in Directory.Packages.props");
                else if (!known.Contains(package))
                    yield return new Finding(path, 0, package, "has no version in Directory.Packages.props");
            }
        }
    }

    /// <summary>Paths of somebody's machine and addresses of package registries.</summary>
    public static IEnumerable<Finding> CheckText(string path, string text) =>
        from Match match in MachinePaths().Matches(text).Concat(RegistryHosts().Matches(text))
        let line = text.AsSpan(0, match.Index).Count('\n') + 1
        select new Finding(path, line, match.Value.Trim(), "holds only on one machine or in one network; keep it out of the repository");

    /// <summary>Files that configure package registries; each machine has its own.</summary>
    public static IEnumerable<Finding> CheckFileNames(IEnumerable<string> paths) =>
        from path in paths
        let name = Path.GetFileName(path)
        where s_registryFiles.Contains(name, StringComparer.OrdinalIgnoreCase)
        select new Finding(path, 0, name, "configures a package registry; each machine has its own");

    /// <summary>Files whose text breaks the rules of <c>.editorconfig</c>: line ends, a last line end, no white space before it.</summary>
    public static IEnumerable<Finding> CheckLines(string path, string text)
    {
        if (text.Contains('\r'))
            yield return new Finding(path, 0, "line ends", "has carriage returns; lines end with a line feed");
        if (text.Length > 0 && !text.EndsWith('\n'))
            yield return new Finding(path, 0, "last line", "does not end with a line feed");
        foreach (Match match in TrailingSpace().Matches(text))
            yield return new Finding(path, text.AsSpan(0, match.Index).Count('\n') + 1, "trailing space", "white space at the end of a line");
    }

    private static readonly string[] s_registryFiles = ["nuget.config", ".npmrc", "pip.conf", ".yarnrc", ".pypirc", ".netrc"];

    [GeneratedRegex(@"""([^""]+\.csproj)""")]
    private static partial Regex SolutionProjects();

    // A path counts from its root only: after a quote, a space, a bracket, an equals sign or at the start of a line.
    [GeneratedRegex(@"(?<=^|[\s""'`(=:\[<])(/(home|work|root|Users)/[\w.\-]+|[A-Z]:\\Users\\\w+)", RegexOptions.Multiline)]
    private static partial Regex MachinePaths();

    [GeneratedRegex(@"https?://[\w.\-]*(registry|artifactory|nexus|jfrog|mirror|pkgs\.|packages\.|api\.nuget|pypi\.)[\w.\-]*", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHosts();

    [GeneratedRegex(@"[ \t]+$", RegexOptions.Multiline)]
    private static partial Regex TrailingSpace();
}
