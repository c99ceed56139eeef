namespace FeatureForge.Gpu.Checks;

/// <summary>What became of a check.</summary>
public enum CheckOutcome
{
    /// <summary>The device gave the bits of the CPU.</summary>
    Passed,

    /// <summary>The device gave other bits.</summary>
    Differs,

    /// <summary>The device gave nothing: its driver refused, or a kernel does not compile.</summary>
    Failed,

    /// <summary>The check was left out, because one that it rests on did not pass: its kernels take places in memory from that one's results.</summary>
    NotRun,
}
