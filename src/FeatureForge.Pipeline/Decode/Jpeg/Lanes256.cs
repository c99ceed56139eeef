using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>256 bits, AVX2.</summary>
internal readonly struct Lanes256 : ILanes<Vector256<short>, Vector256<int>>
{
    public static int Count => 16;

    public static Vector256<short> Load(ref short source, nint offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    public static void Store(Vector256<short> value, ref short target, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector256<short> LoadBytes(ref byte source, nint offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref source, offset)).AsInt16();

    public static Vector256<short> LoadWidened(ref byte source, nint offset) =>
        Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset)));

    public static void StoreBytes(Vector256<short> value, ref byte target, nint offset) => value.AsByte().StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector256<short> Broadcast(short value) => Vector256.Create(value);

    public static Vector256<short> BroadcastPair(short even, short odd) => Vector256.Create((ushort)even | odd << 16).AsInt16();

    public static Vector256<int> BroadcastInt(int value) => Vector256.Create(value);

    public static Vector256<short> Multiply(Vector256<short> left, Vector256<short> right) => left * right;

    public static Vector256<short> MultiplyHigh(Vector256<short> left, Vector256<short> right) => Avx2.MultiplyHigh(left, right);

    public static Vector256<short> Add(Vector256<short> left, Vector256<short> right) => left + right;

    public static Vector256<short> Subtract(Vector256<short> left, Vector256<short> right) => left - right;

    public static Vector256<short> Or(Vector256<short> left, Vector256<short> right) => left | right;

    public static Vector256<short> Xor(Vector256<short> left, Vector256<short> right) => left ^ right;

    public static Vector256<short> And(Vector256<short> left, Vector256<short> right) => left & right;

    public static Vector256<short> ShiftLeft(Vector256<short> value, int bits) => value << bits;

    public static Vector256<short> ShiftRight(Vector256<short> value, int bits) => value >> bits;

    public static Vector256<short> InterleaveLowBytes(Vector256<short> left, Vector256<short> right) => Avx2.UnpackLow(left.AsByte(), right.AsByte()).AsInt16();

    public static Vector256<short> InterleaveHighBytes(Vector256<short> left, Vector256<short> right) => Avx2.UnpackHigh(left.AsByte(), right.AsByte()).AsInt16();

    public static Vector256<short> InterleaveLow(Vector256<short> left, Vector256<short> right) => Avx2.UnpackLow(left, right);

    public static Vector256<short> InterleaveHigh(Vector256<short> left, Vector256<short> right) => Avx2.UnpackHigh(left, right);

    public static Vector256<short> InterleaveLowInts(Vector256<short> left, Vector256<short> right) => Avx2.UnpackLow(left.AsInt32(), right.AsInt32()).AsInt16();

    public static Vector256<short> InterleaveHighInts(Vector256<short> left, Vector256<short> right) => Avx2.UnpackHigh(left.AsInt32(), right.AsInt32()).AsInt16();

    public static Vector256<int> MultiplyAdd(Vector256<short> left, Vector256<short> right) => Avx2.MultiplyAddAdjacent(left, right);

    public static Vector256<int> AsInt(Vector256<short> value) => value.AsInt32();

    public static Vector256<int> Add(Vector256<int> left, Vector256<int> right) => left + right;

    public static Vector256<int> Subtract(Vector256<int> left, Vector256<int> right) => left - right;

    public static Vector256<int> ShiftRight(Vector256<int> value, int bits) => value >> bits;

    public static Vector256<short> Pack(Vector256<int> low, Vector256<int> high) => Avx2.PackSignedSaturate(low, high);

    public static Vector256<short> PackSignedBytes(Vector256<short> low, Vector256<short> high) => Avx2.PackSignedSaturate(low, high).AsInt16();

    public static Vector256<short> PackBytes(Vector256<short> low, Vector256<short> high) => Avx2.PackUnsignedSaturate(low, high).AsInt16();

    public static bool IsZero(Vector256<short> value) => value == Vector256<short>.Zero;

    public static void StoreInterleaved(Vector256<short> red, Vector256<short> green, Vector256<short> blue, ref byte target)
    {
        RgbPermutes.StoreInterleaved(red.GetLower().AsByte(), green.GetLower().AsByte(), blue.GetLower().AsByte(), ref target);
        RgbPermutes.StoreInterleaved(red.GetUpper().AsByte(), green.GetUpper().AsByte(), blue.GetUpper().AsByte(), ref Unsafe.Add(ref target, 48));
    }
}
