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
