using System.Security.Cryptography;
using System.Text;
using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Pipeline.Tests.Recipe;

public class RecipeCanonicalFormTests
{
    [Fact]
    public void CanonicalJson_WhenOnlyTheLeastIsGiven_HoldsAllDefaultsSorted() => Assert.Equal(
        """
        {"augmentSplits":["train"],"decode":{"fidelity":"reference","maxPixels":100000000,"warnings":"accept"},"epochs":1,
        "geometry":{"output":[300,300],"steps":[]},"output":{"image":"raw","profile":"tf-od","quality":95,"shardBytes":268435456},
        "photometric":[],"seed":0,"source":{"boxSpace":"upright","format":"csv","labels":null,"splits":null},"version":1}
        """.Replace("\n", ""),
        RecipeText.Read(RecipeText.Least).CanonicalJson());

    [Fact]
    public void Fingerprint_IsSha256OfTheCanonicalForm()
    {
        var recipe = RecipeText.Read(RecipeExample.Yaml);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipe.CanonicalJson()))), recipe.Fingerprint);
    }

    [Theory]
    [InlineData("seed: 7", "seed: 7 # a comment")]
    [InlineData("seed: 7\n", "\n\nseed:   7\n\n")]
    [InlineData("epochs: 1 ", "# nothing")]
    [InlineData("{train: 0.7, validation: 0.15, test: 0.15}", "{test: 0.150, train: 7e-1, validation: 0.15}")]
    [InlineData("images: photos, annotations: faces.csv", "annotations: /abs/other.csv, images: /abs/photos")]
    [InlineData("path: shards", "path: elsewhere")]
    [InlineData("shardBytes: 256MiB", "shardBytes: 268435456")]
    [InlineData("{flip: {p: 0.5}}", "flip")]
    [InlineData("degrees: [-10, 10], p: 0.3", "p: 0.3, degrees: [-10.0, 10]")]
    [InlineData("onBadSample: quarantine", "onBadSample: fail")]
    [InlineData("badSampleBudget: 0.01", "badSampleBudget: 0.5")]
    [InlineData("image: raw", "image: 'raw'")]
    [InlineData("version: 1", "augmentSplits: train")]
    public void Fingerprint_WhenTheBytesWouldBeTheSame_IsTheSame(string text, string other) =>
        Assert.Equal(RecipeText.Read(RecipeExample.Yaml).Fingerprint, Changed(text, other).Fingerprint);

    [Theory]
    [InlineData("seed: 7", "seed: 8")]
    [InlineData("epochs: 1 ", "epochs: 2 ")]
    [InlineData("{train: 0.7, validation: 0.15, test: 0.15}", "{train: 0.8, validation: 0.1, test: 0.1}")]
    [InlineData("boxSpace: upright", "boxSpace: stored")]
    [InlineData("[300, 300]", "[300, 299]")]
    [InlineData("{flip: {p: 0.5}}", "{flip: {p: 0.25}}")]
    [InlineData("{shadows: {p: 0.3}}, {brightness: {p: 0.5}}", "{brightness: {p: 0.5}}, {shadows: {p: 0.3}}")]
    [InlineData("targets:     {anchors: ssd300, rule: caffe, positive: 0.5, encoding: sparse}\n", "")]
    [InlineData("image: raw", "image: png")]
    [InlineData("256MiB", "255MiB")]
    [InlineData("version: 1", "augmentSplits: []")]
    public void Fingerprint_WhenTheBytesMayDiffer_Differs(string text, string other) =>
        Assert.NotEqual(RecipeText.Read(RecipeExample.Yaml).Fingerprint, Changed(text, other).Fingerprint);

    [Fact]
    public void Fingerprint_WhenTheSeedIsReplaced_IsThatOfARecipeWithTheSeed() =>
        Assert.Equal(Changed("seed: 7", "seed: 99").Fingerprint, (RecipeText.Read(RecipeExample.Yaml) with { Seed = 99 }).Fingerprint);

    private static Pipeline.Recipe.Recipe Changed(string text, string other)
    {
        Assert.Contains(text, RecipeExample.Yaml, StringComparison.Ordinal);
        return RecipeText.Read(RecipeExample.Yaml.Replace(text, other, StringComparison.Ordinal));
    }
}
