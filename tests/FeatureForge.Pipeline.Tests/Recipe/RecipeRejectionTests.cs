using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Pipeline.Tests.Recipe;

/// <summary>Each rule, broken once: line, column, key, value, rule and nearest word of the message.</summary>
public class RecipeRejectionTests
{
    [Theory]
    // Top of the recipe.
    [InlineData("sed: 1", 4, 1, "sed", "sed", "is not a key of the recipe", "seed")]
    [InlineData("version: 2", 4, 10, "version", "2", "must be 1", null)]
    [InlineData("seed: -1", 4, 7, "seed", "-1", "must be between 0 and 9007199254740991", null)]
    [InlineData("seed: 1.5", 4, 7, "seed", "1.5", "must be a whole number", null)]
    [InlineData("epochs: 0", 4, 9, "epochs", "0", "must be between 1 and 10000", null)]
    [InlineData("badSampleBudget: 1.01", 4, 18, "badSampleBudget", "1.01", "must be between 0 and 1", null)]
    [InlineData("onBadSample: quarantin", 4, 14, "onBadSample", "quarantin", "must be one of quarantine, fail", "quarantine")]
    [InlineData("augmentSplits: [Train]", 4, 16, "augmentSplits", "[Train]", "is not a split name", null)]
    [InlineData("augmentSplits: [train, train]", 4, 24, "augmentSplits", "train", "is in the list twice", null)]
    [InlineData("flip: {p: 0.5}", 4, 1, "flip", "flip", "it belongs to 'geometry.steps'", null)]
    [InlineData("shardBytes: 1GB", 4, 1, "shardBytes", "shardBytes", "it belongs to 'output'", null)]
    [InlineData("output: {path: twice}", 4, 1, "output", "output", "is given twice (first in line 3)", null)]
    // Kinds of values.
    [InlineData("targets: {positive: nan}", 4, 21, "targets.positive", "nan", "must be a finite number", null)]
    [InlineData("targets: {positive: .inf}", 4, 21, "targets.positive", ".inf", "must be a finite number", null)]
    [InlineData("targets: {positive: 1e999}", 4, 21, "targets.positive", "1e999", "must be a finite number", null)]
    [InlineData("targets: {positive: \"0.5\"}", 4, 21, "targets.positive", "\"0.5\"", "remove the quotes", null)]
    [InlineData("targets: {positive: 0x1}", 4, 21, "targets.positive", "0x1", "must be a number", null)]
    [InlineData("targets: {positive: 1_0}", 4, 21, "targets.positive", "1_0", "must be a number", null)]
    [InlineData("targets: {positive: 0,5}", 4, 23, "targets.5", "5", "is not a key of 'targets'", null)]
    [InlineData("targets: {positive: }", 4, 21, "targets.positive", "(nothing)", "must be a number", null)]
    [InlineData("targets: {positive: [0.5]}", 4, 21, "targets.positive", "[0.5]", "must be a number", null)]
    [InlineData("targets: {rule: cafe}", 4, 17, "targets.rule", "cafe", "must be one of caffe, mlperf", "caffe")]
    [InlineData("targets: ssd300", 4, 10, "targets", "ssd300", "must be keys with values", null)]
    [InlineData("decode: {maxPixels: 010}", 4, 21, "decode.maxPixels", "010", "leading zeros", null)]
    [InlineData("decode: {maxPixels: 1e6}", 4, 21, "decode.maxPixels", "1e6", "must be a whole number", null)]
    [InlineData("decode: {maxPixels: 0}", 4, 21, "decode.maxPixels", "0", "must be between 1 and 1000000000 px", null)]
    [InlineData("decode: {maxpixels: 5}", 4, 10, "decode.maxpixels", "maxpixels", "is not a key of 'decode', whose keys are fidelity, warnings, maxPixels", "maxPixels")]
    // Steps.
    [InlineData("photometric: {blur: {}}", 4, 14, "photometric", "{blur: {}}", "must be a list of steps", null)]
    [InlineData("photometric: [{blurr: {}}]", 4, 16, "photometric[0].blurr", "blurr", "is not one of the photometric steps", "blur")]
    [InlineData("photometric: [{rotate: {}}]", 4, 16, "photometric[0].rotate", "rotate", "it belongs to 'geometry.steps'", null)]
    [InlineData("photometric: [{blur: {}, noise: {}}]", 4, 15, "photometric[0]", "{blur: {}, noise: {}}", "must be one step", null)]
    [InlineData("photometric:\n  - blur:\n    p: 0.5", 5, 5, "photometric[0]", "{blur: (nothing), p: 0.5}", "must be one step", null)]
    [InlineData("photometric: [[blur]]", 4, 15, "photometric[0]", "[blur]", "must be one step", null)]
    [InlineData("photometric: [{blur: {sigma: [2, 1]}}]", 4, 30, "photometric[0].blur.sigma", "[2, 1]", "low not above high", null)]
    [InlineData("photometric: [{blur: {sigma: [1, 2, 3]}}]", 4, 30, "photometric[0].blur.sigma", "[1, 2, 3]", "must be [low, high]", null)]
    [InlineData("photometric: [{blur: {sigma: [0.4, 17]}}]", 4, 36, "photometric[0].blur.sigma[1]", "17", "must be between 0 and 16", null)]
    [InlineData("photometric: [flip: {}, {noise: {p: 2}}]", 4, 15, "photometric[0].flip", "flip", "it belongs to 'geometry.steps'", null, 2)]
    [InlineData("photometric: [{noise: {perChannel: yes}}]", 4, 36, "photometric[0].noise.perChannel", "yes", "must be true or false", null)]
    [InlineData("photometric: [{noise: {perChannel: \"true\"}}]", 4, 36, "photometric[0].noise.perChannel", "\"true\"", "must be true or false", null)]
    [InlineData("photometric: [{noise: {p: 0.5, p: 0.6}}]", 4, 32, "photometric[0].noise.p", "p", "is given twice", null)]
    public void Parse_WhenARuleIsBroken_SaysWhereAndWhat(string line, int atLine, int column, string path, string value, string rule, string? nearest, int count = 1)
    {
        var problems = RecipeText.Problems(RecipeText.Least + line);
        Assert.Equal(count, problems.Count);
        Assert.Equal((atLine, column, path, value), (problems[0].Line, problems[0].Column, problems[0].Path, problems[0].Value));
        Assert.Contains(rule, problems[0].Rule, StringComparison.Ordinal);
        Assert.Equal(nearest, problems[0].Nearest);
    }

    [Theory]
    [InlineData("geometry: {output: 300}", "geometry.output", "300", "must be [width, height]")]
    [InlineData("geometry: {output: [300, 0]}", "geometry.output[1]", "0", "must be between 1 and 8192 px")]
    [InlineData("geometry: {output: [300, 20000]}", "geometry.output[1]", "20000", "must be between 1 and 8192 px")]
    [InlineData("geometry: {output: [1.5, 300]}", "geometry.output[0]", "1.5", "must be a whole number")]
    [InlineData("geometry: {steps: []}", "geometry.output", "(missing)", "must be given: [width, height]")]
    [InlineData("geometry: {output: [3, 3], step: []}", "geometry.step", "step", "is not a key of 'geometry', whose keys are output, steps")]
    [InlineData("geometry: {output: [3, 3], steps: [{rotate: {degrees: 400}}]}", "geometry.steps[0].rotate.degrees", "400", "must be between -180 and 180 degrees")]
    [InlineData("geometry: {output: [3, 3], steps: [{crop: {box: [9, 0, 8, 4]}}]}", "geometry.steps[0].crop.box", "[9, 0, 8, 4]", "x0 below x1")]
    [InlineData("geometry: {output: [3, 3], steps: [{crop: {box: [0, 0, 1e300, 1]}}]}", "geometry.steps[0].crop.box[2]", "1e300", "is out of the range of a 32-bit float")]
    [InlineData("geometry: {output: [3, 3], steps: [{crop: {box: [-1e300, 0, 1, 1]}}]}", "geometry.steps[0].crop.box[0]", "-1e300", "must be at least 0 px")]
    [InlineData("geometry: {output: [3, 3], steps: [{crop: {box: [0, 0, 8, 4], area: 1}}]}", "geometry.steps[0].crop.box", "[0, 0, 8, 4]", "exclude each other")]
    [InlineData("geometry: {output: [3, 3], steps: [{ssdCrop: {minIou: []}}]}", "geometry.steps[0].ssdCrop.minIou", "[]", "at least one number")]
    [InlineData("geometry: {output: [3, 3], steps: [{letterbox: {fill: meen}}]}", "geometry.steps[0].letterbox.fill", "meen", "must be one of mean")]
    [InlineData("geometry: {output: [3, 3], steps: [{letterbox: {fill: [0, 0, 256]}}]}", "geometry.steps[0].letterbox.fill[2]", "256", "must be between 0 and 255")]
    public void Parse_WhenGeometryBreaksARule_SaysIt(string geometry, string path, string value, string rule) =>
        AssertProblem(RecipeText.Least.Replace("geometry: {output: [300, 300]}", geometry), 2, path, value, rule);

    [Theory]
    [InlineData("geometry:\n  output: [3, 3]\n  steps:\n    - flip\n    - expand: {}\n    - expand\n    - rotate", 7, "geometry.steps[2].expand", "expand is there twice")]
    [InlineData("geometry:\n  output: [3, 5000]", 3, "geometry.output", "too large for 0 steps")]
    public void Parse_WhenARoomRefusesTheSteps_PointsAtTheStep(string geometry, int line, string path, string rule)
    {
        RecipeProblem problem = RecipeText.Problem(RecipeText.Least.Replace("geometry: {output: [300, 300]}", geometry));
        Assert.Equal((line, path), (problem.Line, problem.Path));
        Assert.Contains(rule, problem.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source: {images: photos, splits: {train: 0.9}}", "source.splits", "{train: 0.9}", "the shares add up to 0.9, need 1")]
    [InlineData("source: {images: photos, splits: {Train: 1}}", "source.splits", "{Train: 1}", "'Train' is not a split name")]
    [InlineData("source: {images: photos, splits: {../x: 1}}", "source.splits", "{../x: 1}", "is not a split name")]
    [InlineData("source: {images: photos, splits: {a: 0.5, a: 0.5}}", "source.splits.a", "a", "is given twice")]
    [InlineData("source: {images: photos, splits: {a: 1.5}}", "source.splits.a", "1.5", "must be between 0 and 1")]
    [InlineData("source: {images: photos, splits: [a]}", "source.splits", "[a]", "must be names with numbers")]
    [InlineData("source: {images: photos, labels: []}", "source.labels", "[]", "the list is empty")]
    [InlineData("source: {images: photos, labels: [face, face]}", "source.labels", "face", "is in the list twice")]
    [InlineData("source: {images: photos, format: cvs}", "source.format", "cvs", "must be one of csv")]
    [InlineData("source: {images: ~}", "source.images", "~", "must be a text")]
    [InlineData("source: {images: \"a\\tb\"}", "source.images", "\"a?b\"", "must not contain control characters")]
    [InlineData("source: {annotations: a.csv}", "source.images", "(missing)", "must be given: text")]
    public void Parse_WhenSourceBreaksARule_SaysIt(string source, string path, string value, string rule) =>
        AssertProblem(RecipeText.Least.Replace("source: {images: photos}", source), 1, path, value, rule);

    [Theory]
    [InlineData("output: {path: x, shardBytes: 1KB}", "output.shardBytes", "1KB", "must be between 1KiB and 1TiB")]
    [InlineData("output: {path: x, shardBytes: -1}", "output.shardBytes", "-1", "must be a number of bytes")]
    [InlineData("output: {path: x, shardBytes: 1.5B}", "output.shardBytes", "1.5B", "must be a number of bytes")]
    [InlineData("output: {path: x, shardBytes: 99999999999999999999TiB}", "output.shardBytes", "99999999999999999999TiB", "must be a number of bytes")]
    [InlineData("output: {path: x, image: jpeg, quality: 101}", "output.quality", "101", "must be between 1 and 100")]
    [InlineData("output: {path: x, profile: tf_od}", "output.profile", "tf_od", "must be one of tf-od, tfds")]
    public void Parse_WhenOutputBreaksARule_SaysIt(string output, string path, string value, string rule) =>
        AssertProblem(RecipeText.Least.Replace("output: {path: shards}", output), 3, path, value, rule);

    [Theory]
    [InlineData("", 1, "is all the file holds")]
    [InlineData("# only a comment\n", 1, "is all the file holds")]
    [InlineData("[1, 2]", 1, "must be keys with values")]
    [InlineData("a: {b: 1\nc: 2", 1, "is not YAML")]
    [InlineData("source:\n\timages: x\n", 2, "is indented with a tab")]
    [InlineData("source: &s {images: x}\nother: *s\n", 2, "is a YAML alias")]
    [InlineData("seed: !!int 5\n", 1, "is a YAML tag")]
    [InlineData("seed: 1\n---\nseed: 2\n", 2, "starts a second document")]
    [InlineData("[1]: 2\n", 1, "stands where a key must stand")]
    [InlineData("a: [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\n", 1, "levels deep")]
    public void Parse_WhenYamlIsNotForRecipes_RefusesIt(string yaml, int line, string rule)
    {
        RecipeProblem problem = RecipeText.Problem(yaml);
        Assert.Equal(line, problem.Line);
        Assert.Contains(rule, problem.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_WhenAKeyIsUnknown_HasEveryPart()
    {
        var error = Assert.Throws<RecipeException>(() => RecipeText.Read(RecipeText.Least + "epoch: 3"));
        Assert.Equal(2, error.ExitCode);
        Assert.StartsWith("recipe.yaml:4:1: key 'epoch': epoch is not a key of the recipe, whose keys are version,", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nearest valid key: 'epochs'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_WhenAWordIsUnknown_NamesTheNearestWord()
    {
        var error = Assert.Throws<RecipeException>(() => RecipeText.Read(RecipeText.Least + "decode: {fidelity: referense}"));
        Assert.Equal("recipe.yaml:4:20: key 'decode.fidelity': referense must be one of reference, fast. Nearest valid value: 'reference'.", error.Message);
    }

    [Fact]
    public void Parse_WhenSectionsAreMissing_NamesEach() =>
        Assert.Equal(["source", "geometry", "output"], RecipeText.Problems("seed: 1").Select(problem => problem.Path));

    [Fact]
    public void Parse_WhenAListHasTooManySteps_RefusesIt() =>
        Assert.Contains("at most 255", RecipeText.Problem($"{RecipeText.Least}photometric: [{string.Join(",", Enumerable.Repeat("noise", 256))}]").Rule, StringComparison.Ordinal);

    [Fact]
    public void Parse_WhenNonsenseIsLarge_StaysShortAndFast()
    {
        string yaml = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"k{i}: {i}\n"));
        var error = Assert.Throws<RecipeException>(() => RecipeText.Read(yaml));
        Assert.InRange(error.Problems.Count, 100, 1000);
        Assert.InRange(error.Message.Length, 1000, 50_000);
    }

    [Fact]
    public void Parse_WhenBytesAreChangedAtRandom_ThrowsRecipeErrorsOnly()
    {
        const string letters = "{}[]:,-\n\t '\"#&*!|>%@`0.9eE~\0\uD800x";
        var random = new Random(20_260);
        for (int round = 0; round < 1000; round++)
        {
            char[] text = RecipeExample.Yaml.ToCharArray();
            for (int change = random.Next(1, 6); change > 0; change--)
                text[random.Next(text.Length)] = letters[random.Next(letters.Length)];
            Exception? error = Record.Exception(() => RecipeText.Read(new string(text)).CanonicalJson());
            Assert.True(error is null or RecipeException, $"{error}\n{new string(text)}");
        }
    }

    private static void AssertProblem(string yaml, int line, string path, string value, string rule)
    {
        RecipeProblem problem = RecipeText.Problem(yaml);
        Assert.Equal((line, path, value), (problem.Line, problem.Path, problem.Value));
        Assert.Contains(rule, problem.Rule, StringComparison.Ordinal);
    }
}
