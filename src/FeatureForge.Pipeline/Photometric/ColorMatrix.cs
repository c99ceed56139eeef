using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// A 3 x 3 matrix on (red, green, blue) with 12 fraction bits: <c>clamp((m0 red + m1 green + m2 blue + 2048) >> 12, 0, 255)</c> per output
/// channel. Entries are floor(4096 m + 0.5), but each diagonal entry is 4096 less the others of its row, so that greys stay as they are.
/// </summary>
internal sealed class ColorMatrix
{
    private const int FractionBits = 12;
    private const int One = 1 << FractionBits;

    private readonly int[] _entries = new int[ImageShape.Channels * ImageShape.Channels];

    /// <summary>Entries, row by row; row 0 makes red.</summary>
    public ReadOnlySpan<int> Entries => _entries;

    /// <summary>Sets an entry off the diagonal and takes it from its row's diagonal entry; <see cref="Reset"/> comes first.</summary>
    public void SetOffDiagonal(int row, int column, double value)
    {
        int entry = (int)Math.Floor((One * value) + 0.5);
        _entries[(row * ImageShape.Channels) + column] = entry;
        _entries[(row * ImageShape.Channels) + row] -= entry;
    }

    /// <summary>Makes the matrix the one that changes nothing.</summary>
    public void Reset()
    {
        Array.Clear(_entries);
        for (int row = 0; row < ImageShape.Channels; row++)
            _entries[(row * ImageShape.Channels) + row] = One;
    }

    /// <summary>Changes every pixel; source and destination may be the same memory.</summary>
    public void Apply(ReadOnlyImageView source, ImageView destination)
    {
        int done = Vector128.IsHardwareAccelerated ? ApplyVectors(source.Pixels, destination.Pixels) : 0;
        ApplyScalar(source.Pixels[done..], destination.Pixels[done..]);
    }

    /// <summary>Changes whole pixels one by one.</summary>
    public void ApplyScalar(ReadOnlySpan<byte> input, Span<byte> output)
    {
        ReadOnlySpan<int> m = _entries;
        for (int i = 0; i + 2 < input.Length; i += ImageShape.Channels)
        {
            int red = input[i];
            int green = input[i + 1];
            int blue = input[i + 2];
            output[i] = Round((m[0] * red) + (m[1] * green) + (m[2] * blue));
            output[i + 1] = Round((m[3] * red) + (m[4] * green) + (m[5] * blue));
            output[i + 2] = Round((m[6] * red) + (m[7] * green) + (m[8] * blue));
        }
    }

    /// <summary>Changes four pixels at a time and gives the number of bytes done.</summary>
    private int ApplyVectors(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(destination[..source.Length]);
        // Bytes 0, 3, 6, 9 into one 32-bit lane each; index 255 gives 0.
        Vector128<byte> reds = Vector128.Create((byte)0, 255, 255, 255, 3, 255, 255, 255, 6, 255, 255, 255, 9, 255, 255, 255);
        Vector128<byte> greens = Vector128.Create((byte)1, 255, 255, 255, 4, 255, 255, 255, 7, 255, 255, 255, 10, 255, 255, 255);
        Vector128<byte> blues = Vector128.Create((byte)2, 255, 255, 255, 5, 255, 255, 255, 8, 255, 255, 255, 11, 255, 255, 255);
        Vector128<byte> packed = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        Vector128<byte> untouched = Vector128.Create(0u, 0, 0, uint.MaxValue).AsByte();
        int i = 0;
        for (; i <= source.Length - Vector128<byte>.Count; i += 4 * ImageShape.Channels)
        {
            Vector128<byte> pixels = Vector128.LoadUnsafe(ref input, (nuint)i);
            Vector128<int> red = Vector128.Shuffle(pixels, reds).AsInt32();
            Vector128<int> green = Vector128.Shuffle(pixels, greens).AsInt32();
            Vector128<int> blue = Vector128.Shuffle(pixels, blues).AsInt32();
            Vector128<int> changed = Row(0, red, green, blue) | (Row(3, red, green, blue) << 8) | (Row(6, red, green, blue) << 16);
            // The last four bytes belong to the next step: they are written as they are, for the source may be this memory.
            (Vector128.Shuffle(changed.AsByte(), packed) | (pixels & untouched)).StoreUnsafe(ref output, (nuint)i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<int> Row(int first, Vector128<int> red, Vector128<int> green, Vector128<int> blue)
    {
        Vector128<int> sum = (red * _entries[first]) + (green * _entries[first + 1]) + (blue * _entries[first + 2]) + Vector128.Create(One / 2);
        return Vector128.Min(Vector128.Max(sum >> FractionBits, Vector128<int>.Zero), Vector128.Create(255));
    }

    private static byte Round(int sum) => (byte)Math.Clamp((sum + (One / 2)) >> FractionBits, 0, 255);
}
