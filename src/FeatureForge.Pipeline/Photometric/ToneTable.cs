using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>A 256-entry table from level to level, made on the host once per sample and applied to every colour channel alike.</summary>
internal sealed class ToneTable
{
    public const int Entries = 256;

    /// <summary>Words that hold the table for a kernel.</summary>
    public const int Words = Entries / 4;

    private readonly byte[] _levels = new byte[Entries];

    /// <summary>Output level per input level.</summary>
    public ReadOnlySpan<byte> Levels => _levels;

    /// <summary>Sets one entry: floor(value + 0.5), held within 0 to 255.</summary>
    public void Set(int level, double value) => _levels[level] = (byte)Math.Clamp(Math.Floor(value + 0.5), 0, 255);

    /// <summary>Writes the table as a kernel reads it: four levels to a word, the lowest byte first.</summary>
    /// <param name="words">Exactly <see cref="Words"/> words.</param>
    public void WriteTo(Span<int> words)
    {
        for (int i = 0; i < Words; i++)
            words[i] = BinaryPrimitives.ReadInt32LittleEndian(_levels.AsSpan(4 * i));
    }

    /// <summary>Looks up every byte; source and destination may be the same memory.</summary>
    public void Apply(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int done = Vector512.IsHardwareAccelerated && Avx512Vbmi.IsSupported ? ApplyVectors(source, destination) : 0;
        ApplyScalar(source[done..], destination[done..]);
    }

    public void ApplyScalar(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        byte[] levels = _levels;
        destination = destination[..source.Length];
        for (int i = 0; i < source.Length; i++)
            destination[i] = levels[source[i]];
    }

    private int ApplyVectors(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ref byte levels = ref MemoryMarshal.GetArrayDataReference(_levels);
        Vector512<byte> levels0 = Vector512.LoadUnsafe(ref levels);
        Vector512<byte> levels64 = Vector512.LoadUnsafe(ref levels, 64);
        Vector512<byte> levels128 = Vector512.LoadUnsafe(ref levels, 128);
        Vector512<byte> levels192 = Vector512.LoadUnsafe(ref levels, 192);
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(destination[..source.Length]);
        int i = 0;
        for (; i <= source.Length - Vector512<byte>.Count; i += Vector512<byte>.Count)
        {
            Vector512<byte> level = Vector512.LoadUnsafe(ref input, (nuint)i);
            // The permute reads 7 bits of the index; bit 7 chooses between the two halves of the table.
            Vector512<byte> dark = Avx512Vbmi.PermuteVar64x8x2(levels0, level, levels64);
            Vector512<byte> bright = Avx512Vbmi.PermuteVar64x8x2(levels128, level, levels192);
            Vector512<byte> isBright = Vector512.GreaterThan(level, Vector512.Create((byte)127));
            Vector512.ConditionalSelect(isBright, bright, dark).StoreUnsafe(ref output, (nuint)i);
        }

        return i;
    }
}
