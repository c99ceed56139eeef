using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Pipeline.Tests.Recipe;

public class RecipeServingFormTests
{
    private const string Pixels = "\"pixels\":{\"color\":\"rgb\",\"layout\":\"hwc\",\"type\":\"uint8\",\"range\":[0,255]}";
    private const string Resize = "\"resize\":{\"kernel\":\"bilinear\",\"antialias\":true}";

    [Fact]
    public void ServingJson_WhenTheLeastIsGiven_HoldsAllDefaults() => Assert.Equal(
        $$$"""{"decode":{"alpha":"drop","dctScale":"none","fidelity":"reference","orientation":"upright"},"steps":[],{{{Resize}}},"output":[300,300],{{{Pixels}}}}""",
        Read(RecipeText.Least).ServingJson());

    [Theory]
    [InlineData("", "")]
    [InlineData("ssdCrop, expand, {flip: {p: 0.5}}, {rotate: {p: 1}}", "")]
    [InlineData("letterbox", """{"letterbox":{"fill":[128,128,128]}}""")]
    [InlineData("{cropToBox: {margin: 0.5}}, flip, {letterbox: {fill: [1, 2, 3]}}", """{"cropToBox":{"margin":0.5}},{"letterbox":{"fill":[1,2,3]}}""")]
    [InlineData("{crop: {box: [0, 1.5, 20, 30]}}, {crop: {area: [0.5, 1]}}", """{"crop":{"box":[0,1.5,20,30]}}""")]
    public void ServingJson_OfSteps_HoldsThoseThatAreNotRandom(string steps, string expected) => Assert.Contains(
        $"\"steps\":[{expected}],", Read(RecipeText.Least.Replace("[300, 300]", $"[300, 300], steps: [{steps}]", StringComparison.Ordinal)).ServingJson(), StringComparison.Ordinal);

    [Theory]
    [InlineData("seed: 7", "seed: 8")]
    [InlineData("{backlight: {p: 0.3, strength: [0.3, 0.8]}}, ", "")]
    [InlineData("{flip: {p: 0.5}}", "{flip: {p: 0.25}}")]
    [InlineData("maxPixels: 100000000", "warnings: quarantine")]
    [InlineData("image: raw", "image: png")]
    public void ServingJson_WhenADeviceDoesTheSame_IsTheSame(string text, string other)
    {
        Assert.Contains(text, RecipeExample.Yaml, StringComparison.Ordinal);
        Assert.Equal(Read(RecipeExample.Yaml).ServingJson(), Read(RecipeExample.Yaml.Replace(text, other, StringComparison.Ordinal)).ServingJson());
    }

    private static Pipeline.Recipe.Recipe Read(string yaml) => RecipeReader.Parse(yaml, "recipe.yaml", "/recipes", RecipeVocabulary.Product);
}
