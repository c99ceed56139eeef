using System.Diagnostics;
using FeatureForge.Testing;

namespace FeatureForge.House.Tests.Sources;

/// <summary>The files that belong to the project: what git tracks or would track, or, without git, all but build outputs.</summary>
internal static class TrackedFiles
{
    private static readonly string[] s_outputFolders = ["bin", "obj", ".git", ".vs", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", "demo", "__pycache__"];

    /// <summary>Paths relative to the repository, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. (AskGit() ?? Walk()).Where(path => File.Exists(Absolute(path))).Order(StringComparer.Ordinal)];

    /// <summary>The absolute path.</summary>
    public static string Absolute(string path) => Path.Combine(TestData.Repository, path);

    /// <summary>Text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Absolute(path));

    /// <summary>Files whose name ends with one of the endings.</summary>
    public static IEnumerable<string> Ending(params string[] endings) =>
        All.Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)));

    private static string[]? AskGit()
    {
        var info = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        {
            WorkingDirectory = TestData.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(info)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            _ = error.Result;
            return process.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk() =>
        from file in Directory.EnumerateFiles(TestData.Repository, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(TestData.Repository, file).Replace('\\', '/')
        where !path.Split('/')[..^1].Any(s_outputFolders.Contains)
        select path;
}
