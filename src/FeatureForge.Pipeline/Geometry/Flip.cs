using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>Mirrors the output picture left to right.</summary>
internal sealed class Flip : PictureStep
{
    private const int PixelsPerVector = 5;

    /// <inheritdoc/>
    public override void Draw(ref SampleRandom random, AugmentationLog log)
    {
        log.Begin("flip"u8);
        log.End();
    }

    /// <inheritdoc/>
    public override void Place(GeometryView view, ImageShape output, Span<BoxPixels> boxes)
    {
        foreach (ref BoxPixels box in boxes)
            box = new BoxPixels((float)(output.Width - (double)box.X1), box.Y0, (float)(output.Width - (double)box.X0), box.Y1);
    }

    /// <inheritdoc/>
    public override void Run(ImageView picture, GrowableBuffer scratch, SimdLevel level)
    {
        int rowBytes = picture.Shape.RowBytes;
        Span<byte> copy = scratch.Ensure(rowBytes + Vector128<byte>.Count);
        for (int y = 0; y < picture.Shape.Height; y++)
        {
            Span<byte> row = picture.Row(y);
            row.CopyTo(copy);
            int made = level >= SimdLevel.Portable ? MirrorVectors(copy, row) : 0;
            MirrorPixels(copy, row, made);
        }
    }

    private static void MirrorPixels(ReadOnlySpan<byte> source, Span<byte> row, int firstPixel)
    {
        for (int target = firstPixel * 3; target < row.Length; target += 3)
        {
            int origin = row.Length - 3 - target;
            row[target] = source[origin];
            row[target + 1] = source[origin + 1];
            row[target + 2] = source[origin + 2];
        }
    }

    /// <summary>Five pixels at a time; the sixteenth byte stored is overwritten by what follows, so the end of the row is left over.</summary>
    private static int MirrorVectors(ReadOnlySpan<byte> source, Span<byte> row)
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(row);
        int target = 0;
        for (; target + Vector128<byte>.Count <= row.Length; target += PixelsPerVector * 3)
        {
            nuint origin = (nuint)(row.Length - (PixelsPerVector * 3) - target);
            Vector128<byte> pixels = Vector128.LoadUnsafe(ref from, origin);
            Vector128<byte> mirrored = Vector128.Shuffle(pixels, Vector128.Create((byte)12, 13, 14, 9, 10, 11, 6, 7, 8, 3, 4, 5, 0, 1, 2, 15));
            mirrored.StoreUnsafe(ref to, (nuint)target);
        }

        return target / 3;
    }
}
