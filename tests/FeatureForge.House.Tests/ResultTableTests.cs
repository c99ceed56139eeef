using FeatureForge.Testing;

namespace FeatureForge.House.Tests;

/// <summary>No table of figures is edited by hand or left behind: each is what its generator makes of the recorded JSON.</summary>
public class ResultTableTests
{
    [SkippableFact]
    public void Tables_OfReadmeAndResults_AreThoseOfTheRecordedResults()
    {
        var (code, output, error) = Results(TestData.Repository, "check");
        Assert.True(code == 0, $"{output}{error}");
    }

    [SkippableFact]
    public void Check_OfAnEditedTable_NamesIt()
    {
        using var copy = new TemporaryFolder();
        string readme = Copy(copy);
        File.WriteAllText(readme, File.ReadAllText(readme).Replace("| FeatureForge |", "| FeatureForge, much faster |", StringComparison.Ordinal));
        var (code, output, _) = Results(copy.Path, "check");
        Assert.Equal(1, code);
        Assert.Equal("README.md: is not what the recorded JSON gives; run tools/rivals --tables", output.Trim());
        Assert.Equal(0, Results(copy.Path, "tables").Code);
        Assert.Equal(0, Results(copy.Path, "check").Code);
    }

    [SkippableFact]
    public void Check_OfABlockWithoutResults_SaysWhichOnes()
    {
        using var copy = new TemporaryFolder();
        string readme = Copy(copy);
        File.WriteAllText(readme, File.ReadAllText(readme).Replace("/rivals.json", "/gone.json", StringComparison.Ordinal));
        var (code, _, error) = Results(copy.Path, "check");
        Assert.Equal(1, code);
        Assert.Contains("/gone.json", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Results(string repository, string command) =>
        PythonOracle.RunFile(Path.Combine(repository, "tools", "lib", "results.py"), command);

    // What the generator reads: it finds the repository by its own place.
    private static string Copy(TemporaryFolder copy)
    {
        foreach (string path in Sources.TrackedFiles.All.Where(path => path is "README.md" or "tools/lib/results.py" or "tools/lib/tables.py" || path.StartsWith("benchmarks/results/", StringComparison.Ordinal)))
        {
            string target = copy[path];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Sources.TrackedFiles.Absolute(path), target);
        }

        return copy["README.md"];
    }
}
