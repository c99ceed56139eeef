namespace FeatureForge.Cli.Bench;

/// <summary>One stage on one batch.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Images">Images of the batch.</param>
/// <param name="Time">Time of a batch.</param>
/// <param name="Bytes">Bytes that a batch must move, as the heads of the kernels count them; 0 where it is not memory that limits it.</param>
internal sealed record StageRow(string Name, int Images, StageTime Time, double Bytes)
{
    /// <summary>Images per second, by the median; 0 where a difference was lost in the noise.</summary>
    public double ImagesPerSecond => Time.Median > 0 ? Images / Time.Median * 1e6 : 0;

    /// <summary>10^9 bytes per second, by the median.</summary>
    public double Gigabytes => Bytes / Time.Median / 1e3;
}
