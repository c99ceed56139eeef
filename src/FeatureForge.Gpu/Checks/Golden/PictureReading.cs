using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Moves small batches of pictures between host and device.</summary>
internal static class PictureReading
{
    /// <summary>All pictures of a batch, packed, without what lies between them.</summary>
    /// <param name="queue">Queue that made them.</param>
    /// <param name="pictures">Pictures.</param>
    public static byte[] Packed(IComputeQueue queue, PictureBatch pictures)
    {
        int bytes = (int)pictures.Shape.RgbBytes;
        var result = new byte[pictures.Capacity * bytes];
        for (int i = 0; i < pictures.Capacity; i++)
            queue.Download(pictures.Memory, (long)i * pictures.PictureBytes, result.AsSpan(i * bytes, bytes));
        return result;
    }
}
