using System.Runtime.CompilerServices;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>
/// The triangle filter ("fancy upsampling") of libjpeg-turbo: three quarters of the nearer sample, one quarter of the farther one, with
/// its alternating rounding. Repeating the edge samples gives the special cases of the edges.
/// </summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TShort">Vector of int16.</typeparam>
/// <typeparam name="TInt">Vector of int32.</typeparam>
internal static class TriangleFilter<TLanes, TShort, TInt>
    where TLanes : struct, ILanes<TShort, TInt>
    where TShort : struct
    where TInt : struct
{
    /// <summary>Doubles a row.</summary>
    /// <param name="source">Sample 0; one more is read on the left, up to a vector more on the right.</param>
    /// <param name="target">Takes twice the samples, and up to two vectors more.</param>
    /// <param name="count">Samples.</param>
    public static void Horizontal(ref byte source, ref byte target, int count)
    {
        TShort one = TLanes.Broadcast(1), two = TLanes.Broadcast(2);
        for (int i = 0; i < count; i += TLanes.Count)
        {
            TShort threefold = Threefold(TLanes.LoadWidened(ref source, i));
            TShort even = TLanes.ShiftRight(TLanes.Add(TLanes.Add(threefold, TLanes.LoadWidened(ref source, i - 1)), one), 2);
            TShort odd = TLanes.ShiftRight(TLanes.Add(TLanes.Add(threefold, TLanes.LoadWidened(ref source, i + 1)), two), 2);
            TLanes.StoreBytes(TLanes.Or(even, TLanes.ShiftLeft(odd, 8)), ref target, 2 * i);
        }
    }

    /// <summary>Weighs two rows.</summary>
    /// <param name="near">Sample 0 of the nearer row.</param>
    /// <param name="far">Sample 0 of the farther row.</param>
    /// <param name="target">Takes the samples, and up to a vector more.</param>
    /// <param name="count">Samples.</param>
    /// <param name="bias">1 for the upper of two rows, 2 for the lower.</param>
    public static void Vertical(ref byte near, ref byte far, ref byte target, int count, short bias)
    {
        TShort rounding = TLanes.Broadcast(bias);
        for (int i = 0; i < count; i += 2 * TLanes.Count)
        {
            TShort zero = default;
            TShort nearer = TLanes.LoadBytes(ref near, i), farther = TLanes.LoadBytes(ref far, i);
            TShort low = TLanes.Add(Threefold(TLanes.InterleaveLowBytes(nearer, zero)), TLanes.InterleaveLowBytes(farther, zero));
            TShort high = TLanes.Add(Threefold(TLanes.InterleaveHighBytes(nearer, zero)), TLanes.InterleaveHighBytes(farther, zero));
            low = TLanes.ShiftRight(TLanes.Add(low, rounding), 2);
            high = TLanes.ShiftRight(TLanes.Add(high, rounding), 2);
            TLanes.StoreBytes(TLanes.PackBytes(low, high), ref target, i);
        }
    }

    /// <summary>Weighs two rows and doubles the result.</summary>
    /// <param name="near">Sample 0 of the nearer row; read as in <see cref="Horizontal"/>.</param>
    /// <param name="far">Sample 0 of the farther row.</param>
    /// <param name="target">Takes twice the samples, and up to two vectors more.</param>
    /// <param name="count">Samples.</param>
    public static void Both(ref byte near, ref byte far, ref byte target, int count)
    {
        TShort seven = TLanes.Broadcast(7), eight = TLanes.Broadcast(8);
        for (int i = 0; i < count; i += TLanes.Count)
        {
            TShort threefold = Threefold(Weigh(ref near, ref far, i));
            TShort even = TLanes.ShiftRight(TLanes.Add(TLanes.Add(threefold, Weigh(ref near, ref far, i - 1)), eight), 4);
            TShort odd = TLanes.ShiftRight(TLanes.Add(TLanes.Add(threefold, Weigh(ref near, ref far, i + 1)), seven), 4);
            TLanes.StoreBytes(TLanes.Or(even, TLanes.ShiftLeft(odd, 8)), ref target, 2 * i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Weigh(ref byte near, ref byte far, nint offset) =>
        TLanes.Add(Threefold(TLanes.LoadWidened(ref near, offset)), TLanes.LoadWidened(ref far, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Threefold(TShort value) => TLanes.Add(TLanes.Add(value, value), value);
}
