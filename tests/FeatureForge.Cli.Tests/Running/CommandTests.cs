using System.Text.Json;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>What a user meets first: help, exit codes, and what the program says about a wrong command or recipe.</summary>
public sealed class CommandTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    [Fact]
    public void Program_Bare_PrintsHelpWithAnExample()
    {
        ProgramResult result = FeatureForgeProgram.Run().Expect(0);
        Assert.Contains("featureforge run demo/recipe.yaml", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("index")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("preview")]
    [InlineData("synth")]
    [InlineData("serve")]
    [InlineData("balance")]
    [InlineData("bench")]
    [InlineData("devices")]
    public void Command_WithHelp_ListsOptionsAndExamples(string command)
    {
        ProgramResult result = FeatureForgeProgram.Run(command, "--help").Expect(0);
        Assert.Contains("Options:", result.Output, StringComparison.Ordinal);
        Assert.Contains($"  featureforge {command} ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Command_WithoutItsArgument_PrintsHelpAndEndsWithTwo()
    {
        ProgramResult result = FeatureForgeProgram.Run("run").Expect(2);
        Assert.Contains("recipe.yaml", result.Error, StringComparison.Ordinal);
        Assert.Contains("  featureforge run ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Serve_OfWhatIsNotThere_NamesRecipesAndFolders()
    {
        ProgramResult result = FeatureForgeProgram.Run("serve", set.NewPath()).Expect(2);
        Assert.Contains("Name a recipe", result.Error, StringComparison.Ordinal);
        Assert.Contains("or a folder of shards", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAMisspeltKey_NamesLineKeyRuleAndNearest()
    {
        string recipe = set.ExampleRecipe();
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("flip: {p: 0.5}", "flip: {q: 0.5}", StringComparison.Ordinal).Replace("degrees: [-10, 10]", "degrees: [-10, 1000]", StringComparison.Ordinal).Replace("photometric:", "photometrik:", StringComparison.Ordinal));
        string error = FeatureForgeProgram.Run("run", recipe, "--output", set.NewPath()).Expect(2).Error;
        Assert.Contains("'photometric'", error, StringComparison.Ordinal);
        Assert.Contains("flip.q", error, StringComparison.Ordinal);
        Assert.Contains("1000", error, StringComparison.Ordinal);
        Assert.Contains($"{Path.GetFileName(recipe)}:6:", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--workers", "99999999999")]
    [InlineData("--workers", "1025")]
    [InlineData("--workers", "many")]
    [InlineData("--output", "")]
    public void Run_WithAnUnusableValue_EndsWithTwo(string option, string value)
    {
        string error = FeatureForgeProgram.Run("run", set.ExampleRecipe(), option, value).Expect(2).Error;
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Contains(value, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutTheRecipe_SaysSo() => Assert.Contains("nowhere.yaml", FeatureForgeProgram.Run("run", "nowhere.yaml").Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public void Balance_OnTheFoundingCase_GivesFourPercent()
    {
        ProgramResult result = FeatureForgeProgram.Run("balance", "--vector-time", "0.028", "--cores", "4", "--batch", "32", "--step-time", "0.0104", "--json").Expect(0);
        Assert.InRange(JsonDocument.Parse(result.Output).RootElement.GetProperty("utilisation").GetDouble(), 0.04, 0.05);
    }

    [Fact]
    public void Balance_WithADecimalComma_IsRefused()
    {
        string error = FeatureForgeProgram.Run("balance", "--vector-time", "0,028", "--cores", "4", "--batch", "32", "--step-time", "0.0104").Expect(2).Error;
        Assert.Contains("--vector-time 0,028 has a comma", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Balance_WithARecipe_MeasuresTheTimeOfAFeatureVector()
    {
        JsonElement verdict = Json("balance", "--recipe", set.ExampleRecipe(), "--cores", "2", "--batch", "32", "--step-time", "0.01", "--json");
        Assert.Contains("econdsPerVector", verdict.ToString(), StringComparison.Ordinal);
        Assert.Contains("exactly one", FeatureForgeProgram.Run("balance", "--cores", "2", "--batch", "32", "--step-time", "0.01").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RunInspectVerifyAndPreview_OnDrawnPhotos_WorkTogether()
    {
        string output = set.NewPath();
        JsonElement summary = Json("run", set.ExampleRecipe(), "--output", output, "--quiet", "--json");
        Assert.Equal(summary.GetProperty("in").GetInt64(), summary.GetProperty("out").GetInt64() + summary.GetProperty("quarantined").GetInt64());
        Assert.Equal(summary.GetProperty("out").GetInt64(), Json("verify", output, "--json").GetProperty("records").GetInt64());
        string sheet = set.NewPath() + ".png";
        FeatureForgeProgram.Run("inspect", output, "--pictures", sheet).Expect(0);
        Assert.True(new FileInfo(sheet).Length > 10_000);
        Assert.Equal(summary.GetProperty("out").GetInt64(), Json("inspect", output, "--json").GetProperty("records").GetInt64());
        string preview = set.NewPath() + ".png";
        FeatureForgeProgram.Run("preview", set.ExampleRecipe(), "--output", preview, "--count", "1").Expect(0);
        Assert.True(new FileInfo(preview).Length > 10_000);
    }

    [Theory]
    [InlineData("rule: mlperf, positive: 0.5", false)]
    [InlineData("rule: ssd-pytorch, positive: 0.5", false)]
    [InlineData("rule: torchvision, positive: 0.5", false)]
    [InlineData("rule: tf-od, positive: 0.5, negative: 0.4", true)]
    public void Inspect_OfEveryRule_CountsLostObjectsAndIgnoredAnchorsInBothEncodings(string rule, bool ignores)
    {
        JsonElement[] anchors = new JsonElement[2];
        foreach ((int i, string encoding) in ((string[])["sparse", "dense"]).Index())
        {
            string recipe = set.ExampleRecipe();
            File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("rule: caffe, positive: 0.5, encoding: sparse", $"{rule}, encoding: {encoding}", StringComparison.Ordinal));
            string output = set.NewPath();
            JsonElement matching = Json("run", recipe, "--output", output, "--json").GetProperty("matching");
            anchors[i] = Json("inspect", output, "--json").GetProperty("anchors");
            Assert.Equal(matching.GetProperty("lost").GetInt64(), anchors[i].GetProperty("objectsWithoutAnchor").GetInt64());
            FeatureForgeProgram.Run("verify", output).Expect(0);
        }

        Assert.Equal(anchors[0].GetProperty("records").GetInt64(), anchors[1].GetProperty("denseRecords").GetInt64());
        foreach (string name in (string[])["positivePerPicture", "ignoredPerPicture", "positivePerObject"])
            Assert.Equal(anchors[0].GetProperty(name).ToString(), anchors[1].GetProperty(name).ToString());
        Assert.Equal(ignores, anchors[0].GetProperty("ignoredPerPicture").GetProperty("maximum").GetDouble() > 0);
    }

    [Fact]
    public void Verify_OfADamagedShard_NamesFileAndEndsWithOne()
    {
        string output = set.NewPath();
        FeatureForgeProgram.Run("run", set.ExampleRecipe(), "--output", output, "--quiet").Expect(0);
        string shard = Directory.EnumerateFiles(output, "train.tfrecord-00001-*").First(file => !file.EndsWith(".idx", StringComparison.Ordinal));
        byte[] bytes = File.ReadAllBytes(shard);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(shard, bytes);
        Assert.Contains(Path.GetFileName(shard), FeatureForgeProgram.Run("verify", output).Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OnAFolderOfAnotherRecipe_RefusesUnlessFresh()
    {
        string output = set.NewPath();
        FeatureForgeProgram.Run("run", set.ExampleRecipe(), "--output", output, "--quiet").Expect(0);
        string other = set.ExampleRecipe("epochs: 2");
        Assert.Contains("--fresh", FeatureForgeProgram.Run("run", other, "--output", output, "--quiet").Expect(1).Error, StringComparison.Ordinal);
        FeatureForgeProgram.Run("run", other, "--output", output, "--quiet", "--fresh").Expect(0);
        FeatureForgeProgram.Run("verify", output).Expect(0);
    }

    [Fact]
    public void Run_WithOneSamplePerBox_LabelsEachPictureWithItsBox()
    {
        string recipe = set.ExampleRecipe();
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("faces.csv", "faces_smile.csv", StringComparison.Ordinal).Replace("{ssdCrop: {minIou: [0.1, 0.3, 0.5, 0.7, 0.9]}}", "{cropToBox: {margin: 0.2}}", StringComparison.Ordinal));
        string output = set.NewPath();
        long boxes = File.ReadLines(Path.Combine(set.Folder, "faces_smile.csv")).Count() - 1;
        Assert.Equal(boxes, Json("run", recipe, "--output", output, "--quiet", "--json").GetProperty("out").GetInt64());
        JsonElement statistics = Json("inspect", output, "--json");
        Assert.Contains("smiling", statistics.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_OnDrawnPhotos_GivesImagesPerSecondAndStages()
    {
        JsonElement result = Json("bench", "--input", Path.Combine(set.Folder, "photos"), "--repeat", "1", "--workers", "1", "--json");
        Assert.True(result.GetProperty("imagesPerSecond").GetDouble() > 0);
        Assert.Equal(7, result.GetProperty("results")[0].GetProperty("stageSeconds").EnumerateObject().Count());
    }

    [Fact]
    public void Bench_AsALadder_HasEveryRungAndMoreWorkOnEach()
    {
        JsonElement result = Json("bench", "--input", Path.Combine(set.Folder, "photos"), "--ladder", "--repeat", "9", "--workers", "1", "--json");
        Assert.Equal(Directory.EnumerateFiles(Path.Combine(set.Folder, "photos"), "*.jpg", SearchOption.AllDirectories).Count(), result.GetProperty("images").GetInt32());
        JsonElement[] rungs = [.. result.GetProperty("ladders")[0].GetProperty("rungs").EnumerateArray()];
        Assert.Equal(["file read", "bare entropy", "planes", "RGB", "resized", "augmented", "targets", "records"], rungs.Select(rung => rung.GetProperty("name").GetString()));

        // Fastest passes, of rungs that are a factor apart: the machine does other things at the same time.
        double[] rates = [.. new[] { 0, 1, 5 }.Select(rung => rungs[rung].GetProperty("highest").GetDouble())];
        Assert.Equal(rates.OrderDescending(), rates);
        Assert.True(rungs[^1].GetProperty("highest").GetDouble() < rates[1], "whole records are made faster than coefficients");
    }

    [Fact]
    public void Bench_AsALadderOfTheFastWay_HasNoRungThatItDoesNotClimb()
    {
        string recipe = set.WriteRecipe("""
            version: 1
            source:   {images: photos}
            decode:   {fidelity: fast}
            geometry: {output: [100, 100]}
            output:   {path: shards}
            """);
        JsonElement ladder = Json("bench", recipe, "--ladder", "--repeat", "1", "--workers", "2", "--json").GetProperty("ladders")[0];
        Assert.Equal(2, ladder.GetProperty("workers").GetInt32());
        Assert.Equal(["file read", "bare entropy", "planes", "resized", "records"], ladder.GetProperty("rungs").EnumerateArray().Select(rung => rung.GetProperty("name").GetString()));
    }

    [Fact]
    public void Bench_AsALadderWithoutAJpegFile_SaysSo()
    {
        string folder = set.NewPath();
        Directory.CreateDirectory(folder);
        FeatureForgeProgram.Run("preview", set.ExampleRecipe(), "--output", Path.Combine(folder, "sheet.png"), "--count", "1").Expect(0);
        Assert.Contains("JPEG", FeatureForgeProgram.Run("bench", "--input", folder, "--ladder").Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_OfTwoThingsAtOnce_IsRefused() =>
        Assert.Contains("one of them at a time", FeatureForgeProgram.Run("bench", "--input", set.Folder, "--ladder", "--decoders").Expect(2).Error, StringComparison.Ordinal);

    private static JsonElement Json(params string[] arguments) => JsonDocument.Parse(FeatureForgeProgram.Run(arguments).Expect(0).Output).RootElement;
}
