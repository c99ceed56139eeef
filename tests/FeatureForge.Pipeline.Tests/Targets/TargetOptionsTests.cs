using FeatureForge.Core.Errors;
using FeatureForge.Core.Options;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Tests.Targets;

public class TargetOptionsTests
{
    private static TargetOptions Create(params (string Key, object Value)[] given) =>
        (TargetOptions)TargetOptions.Section.Create(new StepValues(TargetOptions.Section.Keys, given.ToDictionary(pair => pair.Key, pair => (object?)pair.Value)));

    [Fact]
    public void Create_WithoutKeys_GivesTheDefaultsOfTheRecord()
    {
        TargetOptions options = Create();
        Assert.Equal(new TargetOptions(), options);
        Assert.Equal(("ssd300", 0.5, TargetEncoding.Sparse, MatchRule.Caffe), (options.Anchors, options.Positive, options.Encoding, options.Rule));
    }

    [Fact]
    public void Create_WithEveryKey_TakesThem()
    {
        TargetOptions options = Create(("anchors", "ssd512"), ("rule", "caffe"), ("positive", 0.35), ("encoding", "dense"));
        Assert.Equal(new TargetOptions { Anchors = "ssd512", Positive = 0.35, Encoding = TargetEncoding.Dense }, options);
    }

    [Fact]
    public void Create_WithAnIgnoreBand_TakesIt()
    {
        TargetOptions options = Create(("rule", "tf-od"), ("positive", 0.7), ("negative", 0.3));
        Assert.Equal(new TargetOptions { Rule = MatchRule.TfOd, Positive = 0.7, Negative = 0.3 }, options);
    }

    [Theory]
    [InlineData("caffe", 0.3, "ignores no anchors")]
    [InlineData("torchvision", 0.5, "ignores no anchors")]
    [InlineData("tf-od", 0.6, "above positive 0.5")]
    public void Create_WithABandThatDoesNotFit_IsRefusedBySectionAndStage(string rule, double negative, string words)
    {
        var error = Assert.Throws<StepRuleException>(() => Create(("rule", rule), ("negative", negative)));
        Assert.Equal("negative", error.Key);
        Assert.Contains(words, error.Message);
        TargetOptions options = new() { Rule = Enum.GetValues<MatchRule>()[MatchRuleNames.All.ToList().IndexOf(rule)], Negative = negative };
        var refusal = Assert.Throws<FeatureForgeException>(() => new TargetStage(options, new ImageShape(300, 300)));
        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains(words, refusal.Message);
    }

    [Fact]
    public void Section_ForEveryRule_MakesAStageOfThatRule()
    {
        Assert.Equal(Enum.GetValues<MatchRule>().Length, MatchRuleNames.All.Count);
        foreach (string name in TargetOptions.Section.Keys.Single(key => key.Name == "rule").Choices)
        {
            TargetOptions options = Create(("rule", name));
            Assert.Equal(name, MatchRuleNames.Of(options.Rule));
            Assert.Equal(8_732, new TargetStage(options, new ImageShape(300, 300)).Anchors.Count);
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Negative_OutsideItsRange_IsRefused(double value) =>
        Assert.Contains("targets.negative is", Assert.Throws<FeatureForgeException>(() => new TargetOptions { Negative = value }).Message);

    [Fact]
    public void Section_ForEveryAnchorChoice_CanMakeAStage()
    {
        foreach (string name in TargetOptions.Section.Keys.Single(key => key.Name == "anchors").Choices)
            Assert.Equal(name, new TargetStage(Create(("anchors", name)), new ImageShape(300, 300)).Anchors.Name);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Positive_OutsideItsRange_IsRefused(double value)
    {
        var error = Assert.Throws<FeatureForgeException>(() => new TargetOptions { Positive = value });
        Assert.Equal(2, error.ExitCode);
        Assert.Contains("targets.positive is", error.Message);
    }

    [Fact]
    public void Anchors_WithAnUnknownName_IsRefusedByTheStage() =>
        Assert.Throws<FeatureForgeException>(() => new TargetStage(new TargetOptions { Anchors = "ssd" }, new ImageShape(300, 300)));
}
