namespace FeatureForge.Pipeline.Run;

/// <summary>Memory that a run may take for its device at most, known before it starts.</summary>
/// <param name="DeviceBytes">Bytes on the device.</param>
/// <param name="PinnedBytes">Bytes of pinned memory of the host.</param>
/// <param name="Origin">Where the bound comes from, in words.</param>
public sealed record RunMemory(long DeviceBytes, long PinnedBytes, string Origin);
