using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Randomness;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Many consecutive draws of one stream at once: word j of draw d goes to place 4 (d - first) + j. Vector lanes hold one draw each,
/// a counter word per 64-bit lane; the upper half of a lane is never read by the multiplication, so it may hold anything until the end.
/// </summary>
internal readonly struct PhiloxStream(SampleRandom random)
{
    /// <summary>Words that say which stream it is.</summary>
    public const int Words = 5;

    private readonly (uint Word0, uint Word1) _key = random.Key;
    private readonly (uint Word0, uint Word1, uint Word2) _counter = random.Counter;

    /// <summary>Writes the two words of the key and the first three of the counter, for a kernel that makes its own draws.</summary>
    /// <param name="words">Exactly <see cref="Words"/> words.</param>
    public void WriteTo(Span<int> words)
    {
        words[0] = (int)_key.Word0;
        words[1] = (int)_key.Word1;
        words[2] = (int)_counter.Word0;
        words[3] = (int)_counter.Word1;
        words[4] = (int)_counter.Word2;
    }

    /// <summary>Fills words from a draw on.</summary>
    /// <param name="firstDraw">Number of the first draw.</param>
    /// <param name="words">Takes the words; a multiple of 32 words.</param>
    public void Fill(uint firstDraw, Span<uint> words)
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
            Fill512(firstDraw, words);
        else if (Vector256.IsHardwareAccelerated && Avx2.IsSupported)
            Fill256(firstDraw, words);
        else if (Vector128.IsHardwareAccelerated && (Sse2.IsSupported || AdvSimd.IsSupported))
            Fill128(firstDraw, words);
        else
            FillScalar(firstDraw, words);
    }

    public void FillScalar(uint firstDraw, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i += 4)
        {
            PhiloxWords block = Philox4x32.Generate(
                _key.Word0, _key.Word1, _counter.Word0, _counter.Word1, _counter.Word2, firstDraw + (uint)(i / 4));
            words[i] = block.Word0;
            words[i + 1] = block.Word1;
            words[i + 2] = block.Word2;
            words[i + 3] = block.Word3;
        }
    }

    public void Fill512(uint firstDraw, Span<uint> words)
    {
        // The order of the lanes is such that the unpacking at the end gives consecutive draws.
        Vector512<ulong> lanes = Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7);
        Vector512<uint> multiplier0 = Vector512.Create((ulong)Philox4x32.Multiplier0).AsUInt32();
        Vector512<uint> multiplier1 = Vector512.Create((ulong)Philox4x32.Multiplier1).AsUInt32();
        ref ulong output = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<uint, ulong>(words));
        for (int i = 0; i <= words.Length - 32; i += 32)
        {
            Vector512<ulong> c0 = Vector512.Create((ulong)_counter.Word0);
            Vector512<ulong> c1 = Vector512.Create((ulong)_counter.Word1);
            Vector512<ulong> c2 = Vector512.Create((ulong)_counter.Word2);
            Vector512<ulong> c3 = Vector512.Create((ulong)(firstDraw + (uint)(i / 4))) + lanes;
            Vector512<ulong> key0 = Vector512.Create((ulong)_key.Word0);
            Vector512<ulong> key1 = Vector512.Create((ulong)_key.Word1);
            for (int round = 0; round < Philox4x32.Rounds; round++)
            {
                Vector512<ulong> product0 = Avx512F.Multiply(c0.AsUInt32(), multiplier0);
                Vector512<ulong> product1 = Avx512F.Multiply(c2.AsUInt32(), multiplier1);
                c0 = (product1 >> 32) ^ c1 ^ key0;
                c2 = (product0 >> 32) ^ c3 ^ key1;
                c1 = product1;
                c3 = product0;
                key0 += Vector512.Create((ulong)Philox4x32.Weyl0);
                key1 += Vector512.Create((ulong)Philox4x32.Weyl1);
            }

            Vector512<ulong> low = (c0 & Vector512.Create(0xFFFF_FFFFUL)) | (c1 << 32);
            Vector512<ulong> high = (c2 & Vector512.Create(0xFFFF_FFFFUL)) | (c3 << 32);
            Avx512F.UnpackLow(low, high).StoreUnsafe(ref output, (nuint)(i / 2));
            Avx512F.UnpackHigh(low, high).StoreUnsafe(ref output, (nuint)((i / 2) + 8));
        }
    }

    public void Fill256(uint firstDraw, Span<uint> words)
    {
        Vector256<ulong> lanes = Vector256.Create(0UL, 2, 1, 3);
        Vector256<uint> multiplier0 = Vector256.Create((ulong)Philox4x32.Multiplier0).AsUInt32();
        Vector256<uint> multiplier1 = Vector256.Create((ulong)Philox4x32.Multiplier1).AsUInt32();
        ref ulong output = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<uint, ulong>(words));
        for (int i = 0; i <= words.Length - 16; i += 16)
        {
            Vector256<ulong> c0 = Vector256.Create((ulong)_counter.Word0);
            Vector256<ulong> c1 = Vector256.Create((ulong)_counter.Word1);
            Vector256<ulong> c2 = Vector256.Create((ulong)_counter.Word2);
            Vector256<ulong> c3 = Vector256.Create((ulong)(firstDraw + (uint)(i / 4))) + lanes;
            Vector256<ulong> key0 = Vector256.Create((ulong)_key.Word0);
            Vector256<ulong> key1 = Vector256.Create((ulong)_key.Word1);
            for (int round = 0; round < Philox4x32.Rounds; round++)
            {
                Vector256<ulong> product0 = Avx2.Multiply(c0.AsUInt32(), multiplier0);
                Vector256<ulong> product1 = Avx2.Multiply(c2.AsUInt32(), multiplier1);
                c0 = (product1 >> 32) ^ c1 ^ key0;
                c2 = (product0 >> 32) ^ c3 ^ key1;
                c1 = product1;
                c3 = product0;
                key0 += Vector256.Create((ulong)Philox4x32.Weyl0);
                key1 += Vector256.Create((ulong)Philox4x32.Weyl1);
            }

            Vector256<ulong> low = (c0 & Vector256.Create(0xFFFF_FFFFUL)) | (c1 << 32);
            Vector256<ulong> high = (c2 & Vector256.Create(0xFFFF_FFFFUL)) | (c3 << 32);
            Avx2.UnpackLow(low, high).StoreUnsafe(ref output, (nuint)(i / 2));
            Avx2.UnpackHigh(low, high).StoreUnsafe(ref output, (nuint)((i / 2) + 4));
        }
    }

    public void Fill128(uint firstDraw, Span<uint> words)
    {
        ref ulong output = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<uint, ulong>(words));
        for (int i = 0; i <= words.Length - 8; i += 8)
        {
            Vector128<ulong> c0 = Vector128.Create((ulong)_counter.Word0);
            Vector128<ulong> c1 = Vector128.Create((ulong)_counter.Word1);
            Vector128<ulong> c2 = Vector128.Create((ulong)_counter.Word2);
            uint draw = firstDraw + (uint)(i / 4);
            Vector128<ulong> c3 = Vector128.Create(draw, (ulong)(draw + 1));
            Vector128<ulong> key0 = Vector128.Create((ulong)_key.Word0);
            Vector128<ulong> key1 = Vector128.Create((ulong)_key.Word1);
            for (int round = 0; round < Philox4x32.Rounds; round++)
            {
                Vector128<ulong> product0 = MultiplyLowHalves(c0, Philox4x32.Multiplier0);
                Vector128<ulong> product1 = MultiplyLowHalves(c2, Philox4x32.Multiplier1);
                c0 = (product1 >> 32) ^ c1 ^ key0;
                c2 = (product0 >> 32) ^ c3 ^ key1;
                c1 = product1;
                c3 = product0;
                key0 += Vector128.Create((ulong)Philox4x32.Weyl0);
                key1 += Vector128.Create((ulong)Philox4x32.Weyl1);
            }

            Vector128<ulong> low = (c0 & Vector128.Create(0xFFFF_FFFFUL)) | (c1 << 32);
            Vector128<ulong> high = (c2 & Vector128.Create(0xFFFF_FFFFUL)) | (c3 << 32);
            Vector128.Create(low.GetLower(), high.GetLower()).StoreUnsafe(ref output, (nuint)(i / 2));
            Vector128.Create(low.GetUpper(), high.GetUpper()).StoreUnsafe(ref output, (nuint)((i / 2) + 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> MultiplyLowHalves(Vector128<ulong> lanes, uint multiplier) => Sse2.IsSupported
        ? Sse2.Multiply(lanes.AsUInt32(), Vector128.Create((ulong)multiplier).AsUInt32())
        : AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(lanes), Vector64.Create(multiplier));
}
