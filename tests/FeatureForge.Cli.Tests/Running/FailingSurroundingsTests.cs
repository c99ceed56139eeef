using System.Diagnostics;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>Full disks, read-only targets, vanishing input and rivals for one folder: a clear message, exit code 1, nothing corrupted.</summary>
public sealed class FailingSurroundingsTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    [Fact]
    public void Run_OnAFolderThatAnotherRunUses_SaysSoAndLeavesTheOtherAlone()
    {
        string recipe = set.ExampleRecipe("epochs: 40");
        string output = set.NewPath();
        using Process first = FeatureForgeProgram.Start(new Dictionary<string, string>(), "run", recipe, "--output", output, "--quiet");
        while (!Directory.Exists(output) || !Directory.EnumerateFiles(output, "train.tfrecord-*.idx").Any())
            Thread.Sleep(5);
        ProgramResult second = FeatureForgeProgram.Run("run", recipe, "--output", output).Expect(1);
        Assert.Contains(output, second.Error, StringComparison.Ordinal);
        first.WaitForExit();
        Assert.Equal(0, first.ExitCode);
        FeatureForgeProgram.Run("verify", output).Expect(0);
    }

    [SkippableFact]
    public void Run_OnAFullDisk_SaysSoAndResumesWhenThereIsSpace()
    {
        using var disk = new SmallDisk("size=2m");
        string recipe = set.ExampleRecipe("epochs: 2");
        string output = Path.Combine(disk.Folder, "shards");
        ProgramResult result = FeatureForgeProgram.Run("run", recipe, "--output", output, "--quiet").Expect(1);
        Assert.Contains("space", result.Error, StringComparison.OrdinalIgnoreCase);
        disk.Remount("size=64m");
        FeatureForgeProgram.Run("run", recipe, "--output", output, "--quiet").Expect(0);
        string undisturbed = set.NewPath();
        FeatureForgeProgram.Run("run", recipe, "--output", undisturbed, "--quiet").Expect(0);
        Assert.Equal(FeatureForgeProgram.Digest(undisturbed), FeatureForgeProgram.Digest(output));
    }

    [SkippableFact]
    public void Run_OnAReadOnlyTarget_SaysSo()
    {
        using var disk = new SmallDisk("size=2m");
        disk.Remount("ro");
        ProgramResult result = FeatureForgeProgram.Run("run", set.ExampleRecipe(), "--output", Path.Combine(disk.Folder, "shards")).Expect(1);
        Assert.Contains("ead-only", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhenTheInputVanishes_StopsWithASentenceAndResumesWhenItIsBack()
    {
        using var folder = new TemporaryFolder();
        string photos = folder["photos"];
        CopyFolder(Path.Combine(set.Folder, "photos"), photos);
        File.Copy(Path.Combine(set.Folder, "faces.csv"), folder["faces.csv"]);
        string recipe = folder["recipe.yaml"];
        File.Copy(set.ExampleRecipe("epochs: 60"), recipe);
        string output = folder["shards"];
        using Process process = FeatureForgeProgram.Start(new Dictionary<string, string>(), "run", recipe, "--quiet");
        while (!Directory.Exists(output) || !Directory.EnumerateFiles(output, "train.tfrecord-*.idx").Any())
            Thread.Sleep(5);
        Directory.Move(photos, folder["elsewhere"]);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 1, error);
        Assert.Contains("is gone", error, StringComparison.Ordinal);
        Directory.Move(folder["elsewhere"], photos);
        FeatureForgeProgram.Run("run", recipe, "--quiet").Expect(0);
        FeatureForgeProgram.Run("verify", output).Expect(0);
    }

    [Fact]
    public void Run_WithoutTheInputFolder_SaysWhereItLooked()
    {
        string recipe = set.ExampleRecipe();
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("images: photos", "images: nowhere", StringComparison.Ordinal));
        Assert.Contains("nowhere", FeatureForgeProgram.Run("run", recipe).Expect(1).Error, StringComparison.Ordinal);
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
