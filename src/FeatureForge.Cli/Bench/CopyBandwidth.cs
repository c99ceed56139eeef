using System.Diagnostics;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Bench;

/// <summary>What memory can do at best: a plain copy within it. Stages are shown as a share of it.</summary>
/// <param name="Bytes">Bytes copied at a time.</param>
/// <param name="Time">Time of a copy.</param>
internal sealed record CopyBandwidth(long Bytes, StageTime Time)
{
    private const long WantedBytes = 256L << 20;
    private const int HostRepeats = 7;

    /// <summary>10^9 bytes per second, read and written ones both counted.</summary>
    public double Gigabytes => 2 * Bytes / Time.Median / 1e3;

    /// <summary>Measures a copy from one buffer of a device to another: 256 MiB, or an eighth of its memory where that is less.</summary>
    /// <param name="device">Device.</param>
    /// <param name="timer">Its timer.</param>
    public static CopyBandwidth OfDevice(IComputeDevice device, LaunchTimer timer)
    {
        DeviceDescription about = device.Description;
        long bytes = Math.Min(WantedBytes, Math.Min(about.LargestBufferBytes, about.MemoryBytes / 8));
        using IDeviceBuffer source = device.Allocate(bytes);
        using IDeviceBuffer destination = device.Allocate(bytes);
        using (IComputeQueue queue = device.CreateQueue())
        {
            queue.Fill(source, 0, bytes, 1);
            queue.Fill(destination, 0, bytes, 2);
            queue.Finish();
        }

        return new CopyBandwidth(bytes, timer.Measure(queue => queue.Copy(source, 0, destination, 0, bytes)));
    }

    /// <summary>Measures a copy of 256 MiB by one thread of the host.</summary>
    public static CopyBandwidth OfHost()
    {
        var source = new byte[WantedBytes];
        var destination = new byte[WantedBytes];
        Array.Fill(source, (byte)1);
        Array.Fill(destination, (byte)2);
        var times = new double[HostRepeats];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            source.AsSpan().CopyTo(destination);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return new CopyBandwidth(WantedBytes, StageTime.Of(times, []));
    }
}
