using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>The whole way on one thread of the host.</summary>
internal sealed class HostChainRun : IChainRun
{
    private readonly HostStages _host;
    private readonly byte[] _output;
    private readonly AnchorTargets _targets = new();

    /// <summary>Makes the stages.</summary>
    /// <param name="options">Options of every stage.</param>
    /// <param name="photos">Photos.</param>
    /// <param name="images">Images of a pass.</param>
    public HostChainRun(StageOptions options, BenchPhotos photos, int images)
    {
        _host = new HostStages(options, photos);
        _output = new byte[options.OutputShape.RgbBytes];
        Images = images;
    }

    /// <inheritdoc/>
    public string Backend => "cpu";

    /// <inheritdoc/>
    public int Workers => 1;

    /// <inheritdoc/>
    public int Images { get; }

    /// <inheritdoc/>
    public double WaitSeconds => 0;

    /// <inheritdoc/>
    public void Pass()
    {
        for (int item = 0; item < Images; item++)
            _host.Run(item, _output, _targets);
    }

    /// <inheritdoc/>
    public void Dispose() => _host.Dispose();
}
