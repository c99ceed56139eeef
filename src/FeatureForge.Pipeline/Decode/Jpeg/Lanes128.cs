using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>128 bits, SSSE3.</summary>
internal readonly struct Lanes128 : ILanes<Vector128<short>, Vector128<int>>
{
    public static int Count => 8;

    public static Vector128<short> Load(ref short source, nint offset) => Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset));

    public static void Store(Vector128<short> value, ref short target, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector128<short> LoadBytes(ref byte source, nint offset) => Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset)).AsInt16();

    public static Vector128<short> LoadWidened(ref byte source, nint offset) =>
        Sse2.UnpackLow(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, offset))).AsByte(), Vector128<byte>.Zero).AsInt16();

    public static void StoreBytes(Vector128<short> value, ref byte target, nint offset) => value.AsByte().StoreUnsafe(ref Unsafe.Add(ref target, offset));

    public static Vector128<short> Broadcast(short value) => Vector128.Create(value);

    public static Vector128<short> BroadcastPair(short even, short odd) => Vector128.Create((ushort)even | odd << 16).AsInt16();

    public static Vector128<int> BroadcastInt(int value) => Vector128.Create(value);

    public static Vector128<short> Multiply(Vector128<short> left, Vector128<short> right) => left * right;

    public static Vector128<short> MultiplyHigh(Vector128<short> left, Vector128<short> right) => Sse2.MultiplyHigh(left, right);

    public static Vector128<short> Add(Vector128<short> left, Vector128<short> right) => left + right;

    public static Vector128<short> Subtract(Vector128<short> left, Vector128<short> right) => left - right;

    public static Vector128<short> Or(Vector128<short> left, Vector128<short> right) => left | right;

    public static Vector128<short> Xor(Vector128<short> left, Vector128<short> right) => left ^ right;

    public static Vector128<short> And(Vector128<short> left, Vector128<short> right) => left & right;

    public static Vector128<short> ShiftLeft(Vector128<short> value, int bits) => value << bits;

    public static Vector128<short> ShiftRight(Vector128<short> value, int bits) => value >> bits;

    public static Vector128<short> InterleaveLowBytes(Vector128<short> left, Vector128<short> right) => Sse2.UnpackLow(left.AsByte(), right.AsByte()).AsInt16();

    public static Vector128<short> InterleaveHighBytes(Vector128<short> left, Vector128<short> right) => Sse2.UnpackHigh(left.AsByte(), right.AsByte()).AsInt16();

    public static Vector128<short> InterleaveLow(Vector128<short> left, Vector128<short> right) => Sse2.UnpackLow(left, right);

    public static Vector128<short> InterleaveHigh(Vector128<short> left, Vector128<short> right) => Sse2.UnpackHigh(left, right);

    public static Vector128<short> InterleaveLowInts(Vector128<short> left, Vector128<short> right) => Sse2.UnpackLow(left.AsInt32(), right.AsInt32()).AsInt16();

    public static Vector128<short> InterleaveHighInts(Vector128<short> left, Vector128<short> right) => Sse2.UnpackHigh(left.AsInt32(), right.AsInt32()).AsInt16();

    public static Vector128<int> MultiplyAdd(Vector128<short> left, Vector128<short> right) => Sse2.MultiplyAddAdjacent(left, right);

    public static Vector128<int> AsInt(Vector128<short> value) => value.AsInt32();

    public static Vector128<int> Add(Vector128<int> left, Vector128<int> right) => left + right;

    public static Vector128<int> Subtract(Vector128<int> left, Vector128<int> right) => left - right;

    public static Vector128<int> ShiftRight(Vector128<int> value, int bits) => value >> bits;

    public static Vector128<short> Pack(Vector128<int> low, Vector128<int> high) => Sse2.PackSignedSaturate(low, high);

    public static Vector128<short> PackSignedBytes(Vector128<short> low, Vector128<short> high) => Sse2.PackSignedSaturate(low, high).AsInt16();

    public static Vector128<short> PackBytes(Vector128<short> low, Vector128<short> high) => Sse2.PackUnsignedSaturate(low, high).AsInt16();

    public static bool IsZero(Vector128<short> value) => value == Vector128<short>.Zero;

    public static void StoreInterleaved(Vector128<short> red, Vector128<short> green, Vector128<short> blue, ref byte target) =>
        RgbPermutes.StoreInterleaved(red.AsByte(), green.AsByte(), blue.AsByte(), ref target);
}
