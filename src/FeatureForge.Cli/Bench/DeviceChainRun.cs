using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// The whole way by a device and one thread of the host: the host decodes the entropy of one batch while the device works on the batch
/// before.
/// </summary>
internal sealed class DeviceChainRun : IChainRun
{
    private readonly MeteredDevice _device;
    private readonly DeviceChain[] _slots;

    /// <summary>Makes the stages of two batches.</summary>
    /// <param name="device">Device.</param>
    /// <param name="options">Options of every stage.</param>
    /// <param name="photos">Photos.</param>
    /// <param name="images">Images of a pass, a multiple of the batch.</param>
    /// <param name="batch">Images of a batch.</param>
    public DeviceChainRun(MeteredDevice device, StageOptions options, BenchPhotos photos, int images, int batch)
    {
        _device = device;
        _slots = [new DeviceChain(device, options, photos, batch), new DeviceChain(device, options, photos, batch)];
        Images = images;
    }

    /// <inheritdoc/>
    public string Backend => _device.Description.Id;

    /// <inheritdoc/>
    public int Workers => 1;

    /// <inheritdoc/>
    public int Images { get; }

    /// <inheritdoc/>
    public double WaitSeconds => _device.WaitSeconds;

    /// <inheritdoc/>
    public void Pass()
    {
        for (int first = 0; first < Images; first += _slots[0].Images)
        {
            DeviceChain slot = _slots[first / _slots[0].Images % _slots.Length];
            slot.Complete();
            slot.Lay(first);
            slot.Run();
        }

        foreach (DeviceChain slot in _slots)
            slot.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceChain slot in _slots)
            slot.Dispose();
    }
}
