using FeatureForge.Core.Options;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Tests.Decode;

public class DecodeOptionsTests
{
    [Fact]
    public void Section_WhenNothingIsGiven_MakesTheDefaults() =>
        Assert.Equal(new DecodeOptions(), Create([]));

    [Fact]
    public void Section_WhenEverythingIsGiven_TakesIt()
    {
        var expected = new DecodeOptions { MaxPixels = 5, Warnings = WarningPolicy.Quarantine, Alpha = AlphaTreatment.Black };

        Assert.Equal(expected, Create(new() { ["fidelity"] = "reference", ["maxPixels"] = 5L, ["warnings"] = "quarantine", ["alpha"] = "black" }));
        Assert.Equal(new DecodeOptions { Alpha = AlphaTreatment.White }, Create(new() { ["alpha"] = "white" }));
    }

    [Fact]
    public void Section_ListsOnlyWhatIsAllowed()
    {
        Assert.Equal(["fidelity", "dctScale", "maxPixels", "warnings", "alpha"], DecodeOptions.Section.Keys.Select(key => key.Name));
        Assert.Equal(["reference", "fast"], DecodeOptions.Section.Keys[0].Choices);
        Assert.Equal(["none", "auto"], DecodeOptions.Section.Keys[1].Choices);
        Assert.Equal((1, 500_000_000), (DecodeOptions.Section.Keys[2].Minimum, DecodeOptions.Section.Keys[2].Maximum));
    }

    [Fact]
    public void Section_WhenDctScaleStandsWithReference_RefusesIt()
    {
        var expected = new DecodeOptions { Fidelity = DecodeFidelity.Fast, DctScale = DctScale.Auto };
        Assert.Equal(expected, Create(new() { ["fidelity"] = "fast", ["dctScale"] = "auto" }));
        Assert.Equal("dctScale", Assert.Throws<StepRuleException>(() => Create(new() { ["dctScale"] = "auto" })).Key);
    }

    private static object Create(Dictionary<string, object?> given) =>
        DecodeOptions.Section.Create(new StepValues(DecodeOptions.Section.Keys, given));
}
