using FeatureForge.Gpu.Choice;

namespace FeatureForge.Gpu.Tests.Choice;

/// <summary>The choice by figures, and its sentence.</summary>
public sealed class BackendDecisionTests
{
    private static readonly BackendFigure s_cpu = new("cpu", "", 140.4);
    private static readonly BackendFigure s_cuda = new("cuda:0", "NVIDIA H200", 0.93);
    private static readonly BackendFigure s_other = new("cuda:1", "NVIDIA T4", 25);
    private static readonly BackendFigure s_pocl = new("opencl:0", "cpu-haswell", 21_500) { IsProcessor = true };

    [Fact]
    public void Of_AFasterDevice_TakesItAndNamesBothTimes()
    {
        var decision = BackendDecision.Of(s_cpu, 16, [s_cuda], []);
        Assert.Same(s_cuda, decision.Chosen);
        Assert.Equal("cuda:0 (NVIDIA H200): 0.9 us per image after the entropy decode, cpu 140 us with 16 workers.", decision.Reason);
    }

    [Fact]
    public void Of_SeveralDevices_TakesTheFastestAndNamesAll()
    {
        var decision = BackendDecision.Of(s_cpu, 1, [s_pocl, s_other, s_cuda], ["opencl:1 (X): it is broken."]);
        Assert.Same(s_cuda, decision.Chosen);
        Assert.Equal(
            "cuda:0 (NVIDIA H200): 0.9 us per image after the entropy decode, cpu 140 us with 1 worker, opencl:0 (cpu-haswell, which is this processor) 22 ms, cuda:1 (NVIDIA T4) 25 us. Left out: opencl:1 (X): it is broken.",
            decision.Reason);
    }

    [Fact]
    public void Of_SlowerDevices_StaysOnTheCpu()
    {
        var decision = BackendDecision.Of(s_cpu, 2, [s_pocl], []);
        Assert.Null(decision.Chosen);
        Assert.Equal("cpu: 140 us per image after the entropy decode with 2 workers; opencl:0 (cpu-haswell, which is this processor) 22 ms.", decision.Reason);
    }

    [Fact]
    public void Of_ADeviceThatIsAsFast_StaysOnTheCpu() => Assert.Null(BackendDecision.Of(s_cpu, 2, [s_cuda with { Microseconds = 140.4 }], []).Chosen);

    [Fact]
    public void WithoutDevice_GivesEveryReason() => Assert.Equal(
        new BackendDecision(null, "cpu: no device is usable. no CUDA: none. no OpenCL: none."),
        BackendDecision.WithoutDevice(["no CUDA: none", "no OpenCL: none."]));
}
