using System.Diagnostics;
using FeatureForge.House.Tests.Rules;
using FeatureForge.House.Tests.Sources;

namespace FeatureForge.House.Tests;

public class RepositoryTests
{
    private static readonly string[] s_textEndings =
        [".cs", ".csproj", ".props", ".targets", ".json", ".yaml", ".yml", ".md", ".txt", ".py", ".sh", ".js", ".mjs", ".proto", ".editorconfig", ".gitignore", ".gitattributes"];

    private static IEnumerable<string> TextFiles => TrackedFiles.All.Where(path => s_textEndings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)) || IsTool(path));

    [Fact]
    public void Solution_OfTheRepository_HoldsEveryProject() =>
        HouseRule.Holds("solution", RepositoryRules.CheckSolution(TrackedFiles.Read("FeatureForge.sln"), TrackedFiles.Ending(".csproj")));

    [Fact]
    public void PackageVersions_InTheRepository_StandInOnePlace() =>
        HouseRule.Holds("package-versions", RepositoryRules.CheckPackages(
            TrackedFiles.Read("Directory.Packages.props"),
            TrackedFiles.Ending(".csproj", ".props", ".targets").Where(path => path != "Directory.Packages.props").Select(path => (path, TrackedFiles.Read(path)))));

    [Fact]
    public void TextFiles_InTheRepository_HoldOnEveryMachine() =>
        HouseRule.Holds("machine-paths", TextFiles.SelectMany(path => RepositoryRules.CheckText(path, TrackedFiles.Read(path))));

    [Fact]
    public void RegistryFiles_InTheRepository_AreAbsent() => HouseRule.Holds("registry-files", RepositoryRules.CheckFileNames(TrackedFiles.All));

    [Fact]
    public void Lines_InTheRepository_AreClean() => HouseRule.Holds("lines", TextFiles.SelectMany(path => RepositoryRules.CheckLines(path, TrackedFiles.Read(path))));

    [Fact]
    public void Tools_OfTheRepository_AreValidScripts()
    {
        foreach (string path in TrackedFiles.All.Where(path => IsTool(path) && TrackedFiles.Read(path).StartsWith("#!/usr/bin/env bash", StringComparison.Ordinal)))
        {
            using Process process = Process.Start(new ProcessStartInfo("bash", ["-n", TrackedFiles.Absolute(path)]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"bash -n {path}: {errors}");
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(TrackedFiles.Absolute(path)).HasFlag(UnixFileMode.UserExecute), $"{path} is not executable");
        }
    }

    [Theory]
    [InlineData("", "src/Box/Box.csproj")]
    [InlineData("Project(\"{1}\") = \"Box\", \"src\\Box\\Box.csproj\", \"{2}\"", "")]
    public void CheckSolution_WhenItAndTheFoldersDiffer_NamesTheProject(string solution, string projects) =>
        Assert.Equal("src/Box/Box.csproj", Assert.Single(RepositoryRules.CheckSolution(solution, projects.Split(',', StringSplitOptions.RemoveEmptyEntries))).Subject);

    [Theory]
    [InlineData("<PackageReference Include=\"Lid\" Version=\"1.0\" />", 1)]
    [InlineData("<PackageReference Include=\"Lid\" VersionOverride=\"1.0\" />", 1)]
    [InlineData("<PackageReference Include=\"Lid\"><Version>1.0</Version></PackageReference>", 1)]
    [InlineData("<PackageReference Include=\"Hinge\" />", 1)]
    [InlineData("<PackageReference Include=\"Lid\" />", 0)]
    public void CheckPackages_WhenAVersionIsElsewhere_NamesThePackage(string reference, int findings) =>
        Assert.Equal(findings, RepositoryRules.CheckPackages(
            "<Project><PackageVersion Include=\"Lid\" Version=\"1.0\" /></Project>", [("src/Box/Box.csproj", $"<Project>{reference}</Project>")]).Count());

    [Theory]
    [InlineData("/home/", "somebody/photos", 1)]
    [InlineData("see /work/", "main", 1)]
    [InlineData("path: \"/root/", "x\"", 1)]
    [InlineData("https:/", "/registry.example.org/lid", 1)]
    [InlineData("docs/home/", "page.md", 0)]
    [InlineData("https://", "example.org/work/", 0)]
    public void CheckText_WhenOfOneMachine_FindsIt(string first, string second, int findings) =>
        Assert.Equal(findings, RepositoryRules.CheckText("README.md", first + second).Count());

    [Theory]
    [InlineData("a\n", 0)]
    [InlineData("a\r\n", 1)]
    [InlineData("a", 1)]
    [InlineData("a \nb\n", 1)]
    public void CheckLines_WhenNotClean_FindsIt(string text, int findings) => Assert.Equal(findings, RepositoryRules.CheckLines("a.md", text).Count());

    private static bool IsTool(string path) => path.StartsWith("tools/", StringComparison.Ordinal) || path.StartsWith(".ci/", StringComparison.Ordinal);
}
