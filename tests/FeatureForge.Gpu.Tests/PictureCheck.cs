using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Tests;

/// <summary>A batch of pictures on a device with guard words between them, and the comparison of what became of it.</summary>
internal sealed class PictureCheck : IDisposable
{
    /// <summary>Words between two pictures that nothing may touch.</summary>
    private const int GuardWords = 5;

    private readonly byte[] _before;
    private readonly int _quadBytes;

    /// <summary>Uploads pictures; padding and guards hold noise.</summary>
    /// <param name="device">Device.</param>
    /// <param name="queue">Queue.</param>
    /// <param name="shape">Shape of every picture.</param>
    /// <param name="pictures">Their bytes, or null where a picture is still to be made.</param>
    public PictureCheck(IComputeDevice device, IComputeQueue queue, ImageShape shape, IReadOnlyList<byte[]?> pictures)
    {
        _quadBytes = (int)((shape.Pixels + 3) / 4 * 12);
        Batch = new PictureBatch(device, shape, pictures.Count, (_quadBytes / sizeof(uint)) + GuardWords);
        _before = new byte[pictures.Count * Batch.PictureBytes];
        new Random(7).NextBytes(_before);
        for (int i = 0; i < pictures.Count; i++)
            pictures[i]?.CopyTo(_before.AsSpan(i * Batch.PictureBytes));
        queue.Upload(_before, Batch.Memory);
    }

    public PictureBatch Batch { get; }

    /// <summary>Compares every picture, and every byte that must not have changed.</summary>
    /// <param name="queue">Queue.</param>
    /// <param name="expected">Bytes of every picture.</param>
    /// <param name="what">Names the case.</param>
    public void AssertHolds(IComputeQueue queue, IReadOnlyList<byte[]> expected, string what)
    {
        var after = new byte[_before.Length];
        queue.Download(Batch.Memory, 0, after);
        for (int i = 0; i < expected.Count; i++)
        {
            ReadOnlySpan<byte> picture = after.AsSpan(i * Batch.PictureBytes, Batch.PictureBytes);
            ReadOnlySpan<byte> guard = picture[_quadBytes..];
            AssertSame(expected[i], picture[..expected[i].Length], $"{what}, image {i}");
            Assert.True(guard.SequenceEqual(_before.AsSpan((i * Batch.PictureBytes) + _quadBytes, guard.Length)), $"{what}, image {i} of {Batch.Shape}: bytes behind the picture have changed");
        }
    }

    public void Dispose() => Batch.Dispose();

    private void AssertSame(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        int at = expected.CommonPrefixLength(actual);
        if (at < expected.Length)
            Assert.Fail($"{what}, {Batch.Shape}: y {at / 3 / Batch.Shape.Width}, x {at / 3 % Batch.Shape.Width}, channel {at % 3}: expected {expected[at]}, got {actual[at]}");
    }
}
