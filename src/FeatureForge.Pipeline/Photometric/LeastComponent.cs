using System.Numerics;
using System.Runtime.InteropServices;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>The least of the three components of each pixel, at the places of all three.</summary>
internal static class LeastComponent
{
    private const int Reach = ImageShape.Channels - 1;

    // 255 where a byte belongs to red (to green, to blue), for a vector that starts with a byte of any component.
    private static readonly byte[] s_isRed = Mask(0);
    private static readonly byte[] s_isGreen = Mask(1);
    private static readonly byte[] s_isBlue = Mask(2);

    /// <param name="source">Packed RGB, whole pixels.</param>
    /// <param name="destination">Takes a byte for each; other memory.</param>
    public static void Run(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int done = Vector.IsHardwareAccelerated ? RunVectors(source, destination[..source.Length]) : 0;
        RunScalar(source[..ImageShape.Channels], destination);
        RunScalar(source[done..], destination[done..]);
    }

    public static void RunScalar(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        for (int i = 0; i <= source.Length - ImageShape.Channels; i += ImageShape.Channels)
            destination.Slice(i, ImageShape.Channels).Fill(Math.Min(source[i], Math.Min(source[i + 1], source[i + 2])));
    }

    /// <summary>Every pixel but the first, as far as vectors reach; gives the bytes done, whole pixels.</summary>
    private static int RunVectors(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(destination);
        ref byte isRed = ref MemoryMarshal.GetArrayDataReference(s_isRed);
        ref byte isGreen = ref MemoryMarshal.GetArrayDataReference(s_isGreen);
        ref byte isBlue = ref MemoryMarshal.GetArrayDataReference(s_isBlue);
        int i = ImageShape.Channels;
        for (; i + Vector<byte>.Count + Reach <= source.Length; i += Vector<byte>.Count)
        {
            nuint place = (nuint)i, component = place % ImageShape.Channels;
            Vector<byte> before = Vector.LoadUnsafe(ref input, place - 1), after = Vector.LoadUnsafe(ref input, place + 1);
            Vector<byte> first = Vector.ConditionalSelect(Vector.LoadUnsafe(ref isBlue, component), before, after);
            Vector<byte> second = Vector.ConditionalSelect(
                Vector.LoadUnsafe(ref isRed, component),
                Vector.LoadUnsafe(ref input, place + Reach),
                Vector.ConditionalSelect(Vector.LoadUnsafe(ref isGreen, component), before, Vector.LoadUnsafe(ref input, place - Reach)));
            Vector.Min(Vector.LoadUnsafe(ref input, place), Vector.Min(first, second)).StoreUnsafe(ref output, place);
        }

        return i - (i % ImageShape.Channels);
    }

    private static byte[] Mask(int component) =>
        [.. Enumerable.Range(0, Vector<byte>.Count + Reach).Select(place => place % ImageShape.Channels == component ? byte.MaxValue : byte.MinValue)];
}
