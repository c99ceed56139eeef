namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// Vectors of one width, so that each pixel loop is written once. All operations act within 128-bit lanes. A vector of int16 also
/// carries bytes: the methods' names say how it is read.
/// </summary>
/// <typeparam name="TShort">Vector of int16.</typeparam>
/// <typeparam name="TInt">Vector of int32 of the same size.</typeparam>
internal interface ILanes<TShort, TInt>
    where TShort : struct
    where TInt : struct
{
    /// <summary>Elements of a vector of int16.</summary>
    static abstract int Count { get; }

    /// <summary>Loads int16.</summary>
    static abstract TShort Load(ref short source, nint offset);

    /// <summary>Stores int16.</summary>
    static abstract void Store(TShort value, ref short target, nint offset);

    /// <summary>Loads a whole vector of bytes.</summary>
    static abstract TShort LoadBytes(ref byte source, nint offset);

    /// <summary>Loads <see cref="Count"/> bytes, each as an int16.</summary>
    static abstract TShort LoadWidened(ref byte source, nint offset);

    /// <summary>Stores a whole vector of bytes.</summary>
    static abstract void StoreBytes(TShort value, ref byte target, nint offset);

    /// <summary>One int16 in all elements.</summary>
    static abstract TShort Broadcast(short value);

    /// <summary>Two int16, the first in even and the second in odd elements.</summary>
    static abstract TShort BroadcastPair(short even, short odd);

    /// <summary>One int32 in all elements.</summary>
    static abstract TInt BroadcastInt(int value);

    /// <summary>Lower halves of the products.</summary>
    static abstract TShort Multiply(TShort left, TShort right);

    /// <summary>Upper halves of the products.</summary>
    static abstract TShort MultiplyHigh(TShort left, TShort right);

    /// <summary>Sums that wrap around.</summary>
    static abstract TShort Add(TShort left, TShort right);

    /// <summary>Differences that wrap around.</summary>
    static abstract TShort Subtract(TShort left, TShort right);

    /// <summary>Bits that are set in one or both.</summary>
    static abstract TShort Or(TShort left, TShort right);

    /// <summary>Shifts int16 left.</summary>
    static abstract TShort ShiftLeft(TShort value, int bits);

    /// <summary>Shifts int16 right, keeping the sign.</summary>
    static abstract TShort ShiftRight(TShort value, int bits);

    /// <summary>Interleaves the bytes of the lanes' lower halves.</summary>
    static abstract TShort InterleaveLowBytes(TShort left, TShort right);

    /// <summary>Interleaves the bytes of the lanes' upper halves.</summary>
    static abstract TShort InterleaveHighBytes(TShort left, TShort right);

    /// <summary>Interleaves the int16 of the lanes' lower halves.</summary>
    static abstract TShort InterleaveLow(TShort left, TShort right);

    /// <summary>Interleaves the int16 of the lanes' upper halves.</summary>
    static abstract TShort InterleaveHigh(TShort left, TShort right);

    /// <summary>Interleaves the int32 of the lanes' lower halves.</summary>
    static abstract TShort InterleaveLowInts(TShort left, TShort right);

    /// <summary>Interleaves the int32 of the lanes' upper halves.</summary>
    static abstract TShort InterleaveHighInts(TShort left, TShort right);

    /// <summary>Sums of the products of each two neighbours.</summary>
    static abstract TInt MultiplyAdd(TShort left, TShort right);

    /// <summary>The same bits as int32.</summary>
    static abstract TInt AsInt(TShort value);

    /// <summary>Sums that wrap around.</summary>
    static abstract TInt Add(TInt left, TInt right);

    /// <summary>Differences that wrap around.</summary>
    static abstract TInt Subtract(TInt left, TInt right);

    /// <summary>Shifts int32 right, keeping the sign.</summary>
    static abstract TInt ShiftRight(TInt value, int bits);

    /// <summary>Narrows to int16 with saturation, lane by lane.</summary>
    static abstract TShort Pack(TInt low, TInt high);

    /// <summary>Narrows to int8 with saturation, lane by lane.</summary>
    static abstract TShort PackSignedBytes(TShort low, TShort high);

    /// <summary>Narrows to uint8 with saturation, lane by lane.</summary>
    static abstract TShort PackBytes(TShort low, TShort high);

    /// <summary>True when no bit is set.</summary>
    static abstract bool IsZero(TShort value);

    /// <summary>Bits that differ.</summary>
    static abstract TShort Xor(TShort left, TShort right);

    /// <summary>Bits that are set in both.</summary>
    static abstract TShort And(TShort left, TShort right);

    /// <summary>Stores three vectors of bytes interleaved: three times a vector's bytes.</summary>
    static abstract void StoreInterleaved(TShort red, TShort green, TShort blue, ref byte target);
}
