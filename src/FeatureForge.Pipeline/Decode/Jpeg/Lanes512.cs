using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>512 bits, AVX-512 F and BW.</summary>
internal readonly struct Lanes512 : ILanes<Vector512<short>, Vector512<int>>
{
    public static int Count => 32;

    public static Vector512<short> Load(ref short source, nint offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    public static void Store(Vector512<short> value, ref short target, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector512<short> LoadBytes(ref byte source, nint offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref source, offset)).AsInt16();

    public static Vector512<short> LoadWidened(ref byte source, nint offset) =>
        Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref Unsafe.Add(ref source, offset)));

    public static void StoreBytes(Vector512<short> value, ref byte target, nint offset) => value.AsByte().StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector512<short> Broadcast(short value) => Vector512.Create(value);

    public static Vector512<short> BroadcastPair(short even, short odd) => Vector512.Create((ushort)even | odd << 16).AsInt16();

    public static Vector512<int> BroadcastInt(int value) => Vector512.Create(value);

    public static Vector512<short> Multiply(Vector512<short> left, Vector512<short> right) => left * right;

    public static Vector512<short> MultiplyHigh(Vector512<short> left, Vector512<short> right) => Avx512BW.MultiplyHigh(left, right);

    public static Vector512<short> Add(Vector512<short> left, Vector512<short> right) => left + right;

    public static Vector512<short> Subtract(Vector512<short> left, Vector512<short> right) => left - right;

    public static Vector512<short> Or(Vector512<short> left, Vector512<short> right) => left | right;

    public static Vector512<short> Xor(Vector512<short> left, Vector512<short> right) => left ^ right;

    public static Vector512<short> And(Vector512<short> left, Vector512<short> right) => left & right;

    public static Vector512<short> ShiftLeft(Vector512<short> value, int bits) => value << bits;

    public static Vector512<short> ShiftRight(Vector512<short> value, int bits) => value >> bits;

    public static Vector512<short> InterleaveLowBytes(Vector512<short> left, Vector512<short> right) => Avx512BW.UnpackLow(left.AsByte(), right.AsByte()).AsInt16();

    public static Vector512<short> InterleaveHighBytes(Vector512<short> left, Vector512<short> right) => Avx512BW.UnpackHigh(left.AsByte(), right.AsByte()).AsInt16();

    public static Vector512<short> InterleaveLow(Vector512<short> left, Vector512<short> right) => Avx512BW.UnpackLow(left, right);

    public static Vector512<short> InterleaveHigh(Vector512<short> left, Vector512<short> right) => Avx512BW.UnpackHigh(left, right);

    public static Vector512<short> InterleaveLowInts(Vector512<short> left, Vector512<short> right) => Avx512F.UnpackLow(left.AsInt32(), right.AsInt32()).AsInt16();

    public static Vector512<short> InterleaveHighInts(Vector512<short> left, Vector512<short> right) => Avx512F.UnpackHigh(left.AsInt32(), right.AsInt32()).AsInt16();

    public static Vector512<int> MultiplyAdd(Vector512<short> left, Vector512<short> right) => Avx512BW.MultiplyAddAdjacent(left, right);

    public static Vector512<int> AsInt(Vector512<short> value) => value.AsInt32();

    public static Vector512<int> Add(Vector512<int> left, Vector512<int> right) => left + right;

    public static Vector512<int> Subtract(Vector512<int> left, Vector512<int> right) => left - right;

    public static Vector512<int> ShiftRight(Vector512<int> value, int bits) => value >> bits;

    public static Vector512<short> Pack(Vector512<int> low, Vector512<int> high) => Avx512BW.PackSignedSaturate(low, high);

    public static Vector512<short> PackSignedBytes(Vector512<short> low, Vector512<short> high) => Avx512BW.PackSignedSaturate(low, high).AsInt16();

    public static Vector512<short> PackBytes(Vector512<short> low, Vector512<short> high) => Avx512BW.PackUnsignedSaturate(low, high).AsInt16();

    public static bool IsZero(Vector512<short> value) => value == Vector512<short>.Zero;

    public static void StoreInterleaved(Vector512<short> red, Vector512<short> green, Vector512<short> blue, ref byte target)
    {
        if (!Avx512Vbmi.IsSupported)
        {
            Lanes256.StoreInterleaved(red.GetLower(), green.GetLower(), blue.GetLower(), ref target);
            Lanes256.StoreInterleaved(red.GetUpper(), green.GetUpper(), blue.GetUpper(), ref Unsafe.Add(ref target, 96));
            return;
        }

        for (int part = 0; part < 3; part++)
        {
            Vector512<byte> two = Avx512Vbmi.PermuteVar64x8x2(red.AsByte(), Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(RgbPermutes.RedGreen), (nuint)(part * 64)), green.AsByte());
            Vector512<byte> indices = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(RgbPermutes.Blue), (nuint)(part * 64));
            Vector512<byte> third = Avx512Vbmi.PermuteVar64x8(blue.AsByte(), indices);
            Vector512<byte> isBlue = Vector512.GreaterThanOrEqual(indices, Vector512.Create(RgbPermutes.Marked));
            Vector512.ConditionalSelect(isBlue, third, two).StoreUnsafe(ref target, (nuint)(part * 64));
        }
    }
}
