using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static FeatureForge.Pipeline.Decode.Jpeg.ColorConverter;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// YCbCr to packed RGB. A factor of 16 fraction bits does not fit a 16-bit multiply: its whole part is added apart, and a product is
/// taken of twice the chroma and halved afterwards, which rounds exactly as the 32-bit sum of libjpeg does.
/// </summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TShort">Vector of int16.</typeparam>
/// <typeparam name="TInt">Vector of int32.</typeparam>
internal static class VectorColor<TLanes, TShort, TInt>
    where TLanes : struct, ILanes<TShort, TInt>
    where TShort : struct
    where TInt : struct
{
    /// <summary>Converts a row; reads up to a vector more and writes up to three vectors more.</summary>
    /// <param name="row">Components.</param>
    /// <param name="isRgb">True to interleave only.</param>
    /// <param name="target">First byte of the packed row.</param>
    /// <param name="width">Pixels.</param>
    public static void Convert(in ColorRow row, bool isRgb, ref byte target, int width)
    {
        ref byte first = ref MemoryMarshal.GetReference(row.First);
        ref byte second = ref MemoryMarshal.GetReference(row.Second);
        ref byte third = ref MemoryMarshal.GetReference(row.Third);
        for (int x = 0; x < width; x += 2 * TLanes.Count)
        {
            TShort luma = TLanes.LoadBytes(ref first, x), blue = TLanes.LoadBytes(ref second, x), red = TLanes.LoadBytes(ref third, x);
            ref byte pixels = ref Unsafe.Add(ref target, 3 * x);
            if (isRgb)
                TLanes.StoreInterleaved(luma, blue, red, ref pixels);
            else
                StorePixels(luma, blue, red, ref pixels);
        }
    }

    /// <summary>Converts a row to planes; reads up to a vector more and writes up to a vector more per plane.</summary>
    /// <param name="row">Components: luma and chroma.</param>
    /// <param name="target">First byte of red.</param>
    /// <param name="planeBytes">Bytes from one plane to the next.</param>
    /// <param name="width">Pixels.</param>
    public static void ConvertToPlanes(in ColorRow row, ref byte target, int planeBytes, int width)
    {
        ref byte first = ref MemoryMarshal.GetReference(row.First);
        ref byte second = ref MemoryMarshal.GetReference(row.Second);
        ref byte third = ref MemoryMarshal.GetReference(row.Third);
        ref byte green = ref Unsafe.Add(ref target, planeBytes);
        ref byte blue = ref Unsafe.Add(ref green, planeBytes);
        for (int x = 0; x < width; x += 2 * TLanes.Count)
        {
            Colors colors = Make(TLanes.LoadBytes(ref first, x), TLanes.LoadBytes(ref second, x), TLanes.LoadBytes(ref third, x));
            TLanes.StoreBytes(colors.Red, ref target, x);
            TLanes.StoreBytes(colors.Green, ref green, x);
            TLanes.StoreBytes(colors.Blue, ref blue, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePixels(TShort luma, TShort blue, TShort red, ref byte pixels)
    {
        Colors colors = Make(luma, blue, red);
        TLanes.StoreInterleaved(colors.Red, colors.Green, colors.Blue, ref pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Colors Make(TShort luma, TShort blue, TShort red)
    {
        TShort zero = default, center = TLanes.Broadcast(128);
        TShort lumaLow = TLanes.InterleaveLowBytes(luma, zero), lumaHigh = TLanes.InterleaveHighBytes(luma, zero);
        TShort blueLow = TLanes.Subtract(TLanes.InterleaveLowBytes(blue, zero), center), blueHigh = TLanes.Subtract(TLanes.InterleaveHighBytes(blue, zero), center);
        TShort redLow = TLanes.Subtract(TLanes.InterleaveLowBytes(red, zero), center), redHigh = TLanes.Subtract(TLanes.InterleaveHighBytes(red, zero), center);
        return new Colors(
            TLanes.PackBytes(Red(lumaLow, redLow), Red(lumaHigh, redHigh)),
            TLanes.PackBytes(Green(lumaLow, blueLow, redLow), Green(lumaHigh, blueHigh, redHigh)),
            TLanes.PackBytes(Blue(lumaLow, blueLow), Blue(lumaHigh, blueHigh)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Red(TShort luma, TShort red) =>
        TLanes.Add(TLanes.Add(luma, red), Product(red, RedOfRed - One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Blue(TShort luma, TShort blue) =>
        TLanes.Add(TLanes.Add(luma, TLanes.Add(blue, blue)), Product(blue, BlueOfBlue - 2 * One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Green(TShort luma, TShort blue, TShort red)
    {
        TShort factors = TLanes.BroadcastPair(-GreenOfBlue, One - GreenOfRed);
        TInt rounding = TLanes.BroadcastInt(One / 2);
        TInt low = TLanes.Add(TLanes.MultiplyAdd(TLanes.InterleaveLow(blue, red), factors), rounding);
        TInt high = TLanes.Add(TLanes.MultiplyAdd(TLanes.InterleaveHigh(blue, red), factors), rounding);
        TShort sum = TLanes.Pack(TLanes.ShiftRight(low, FractionBits), TLanes.ShiftRight(high, FractionBits));
        return TLanes.Add(TLanes.Subtract(luma, red), sum);
    }

    /// <summary><c>(chroma * factor + 32768) &gt;&gt; 16</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Product(TShort chroma, int factor)
    {
        TShort twice = TLanes.MultiplyHigh(TLanes.Add(chroma, chroma), TLanes.Broadcast((short)factor));
        return TLanes.ShiftRight(TLanes.Add(twice, TLanes.Broadcast(1)), 1);
    }

    private readonly record struct Colors(TShort Red, TShort Green, TShort Blue);
}
