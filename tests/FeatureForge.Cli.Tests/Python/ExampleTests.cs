using System.Diagnostics;
using System.Text.Json;
using FeatureForge.Cli.Tests.Running;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Python;

/// <summary>The examples from photos to a model, as their README has them, on drawn photos and with few steps.</summary>
public sealed class ExampleTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    [SkippableFact]
    public void Faces_FromRecipeToModel_TrainADetector()
    {
        RequireTorch();
        string shards = Run("faces", "epochs: 12", "epochs: 2", Path.Combine(set.Folder, "faces.csv"));
        string model = set.NewPath();
        FeatureForgeProgram.Run("train", "detector", "--data", shards, "--out", model, "--steps", "3", "--batch", "4", "--width", "0.25", "--threads", "1", "--ignore-labels", "small", "--fine-levels", "1", "--average", "0.9").Expect(0);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(Path.Combine(model, "report.json"))).RootElement;
        Assert.Equal(3, report.GetProperty("steps").GetInt32());
        Assert.True(report.GetProperty("test").GetProperty("average_precision").GetDouble() >= 0);
        Assert.Equal(0.03, report.GetProperty("anchorFit").GetProperty("train").GetProperty("smallestAnchor").GetDouble());
    }

    [SkippableFact]
    public void Smiles_FromRecipeToModel_TrainAClassifier()
    {
        RequireTorch();
        string labels = Path.Combine(set.Folder, "labels.csv");
        string[] photos = [.. Directory.EnumerateFiles(Path.Combine(set.Folder, "photos")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        File.WriteAllLines(labels, photos.Select((photo, i) => $"{photo},{i % 2},{(i < 40 ? "train" : i < 50 ? "validation" : "test")}").Prepend("image,smile,split"));
        string shards = Run("smiles", "epochs: 6", "epochs: 2", labels);
        string model = set.NewPath();
        FeatureForgeProgram.Run("train", "classifier", "--data", shards, "--out", model, "--steps", "3", "--batch", "8", "--width", "0.25", "--threads", "1", "--gray").Expect(0);
        JsonElement description = JsonDocument.Parse(File.ReadAllText(Path.Combine(model, "model.json"))).RootElement;
        Assert.Equal(["smile=0", "smile=1"], description.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.True(description.GetProperty("threshold").GetDouble() is > 0 and < 1);
        Assert.Equal([64, 64], description.GetProperty("serving").GetProperty("output").EnumerateArray().Select(side => side.GetInt32()));
    }

    private string Run(string example, string epochs, string fewer, string annotations)
    {
        string text = File.ReadAllText(Path.Combine(TestData.Repository, "examples", example, "recipe.yaml"));
        Assert.Contains(epochs, text, StringComparison.Ordinal);
        string recipe = set.WriteRecipe(text.Replace(epochs, fewer, StringComparison.Ordinal));
        string shards = set.NewPath();
        FeatureForgeProgram.Run("run", recipe, "--input", Path.Combine(set.Folder, "photos"), "--annotations", annotations, "--output", shards).Expect(0);
        return shards;
    }

    private static void RequireTorch()
    {
        Skip.IfNot(File.Exists("/usr/bin/python3"), "needs python3");
        using Process process = Process.Start("/usr/bin/python3", ["-c", "import importlib.util, sys; sys.exit(0 if importlib.util.find_spec('torch') else 1)"]);
        process.WaitForExit();
        Skip.IfNot(process.ExitCode == 0, "needs PyTorch (python3-torch)");
    }
}
