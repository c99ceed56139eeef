using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;

namespace FeatureForge.Records.Shards;

/// <summary>The order of a split's samples in one epoch: by Philox(seed, epoch, key), equal draws by the ordinal order of their keys.</summary>
public static class EpochOrder
{
    /// <summary>Epochs that have an order of their own; after so many the first comes again.</summary>
    public const int Epochs = 1 << 16;

    /// <summary>The samples of a split in the order of one epoch.</summary>
    /// <param name="listing">Samples.</param>
    /// <param name="split">Split, an index into the listing's splits.</param>
    /// <param name="seed">Seed of the recipe.</param>
    /// <param name="epoch">Epoch, 0 to <see cref="Epochs"/> - 1.</param>
    /// <returns>Positions in the listing.</returns>
    public static int[] Of(SampleListing listing, int split, ulong seed, int epoch)
    {
        int samples = 0;
        for (int i = 0; i < listing.Count; i++)
            samples += listing.SplitOf(i) == split ? 1 : 0;
        var order = new int[samples];
        Fill(listing, split, (seed, epoch), order);
        return order;
    }

    internal static void Fill(SampleListing listing, int split, (ulong Seed, int Epoch) key, Span<int> order)
    {
        var draws = new ulong[order.Length];
        int rank = 0;
        for (int i = 0; i < listing.Count; i++)
        {
            if (listing.SplitOf(i) != split)
                continue;
            order[rank] = i;
            draws[rank++] = Draw(key.Seed, key.Epoch, listing.KeyHashOf(i));
        }

        SortByDraw(draws, order);
    }

    /// <summary>Sorts positions by what each has drawn; equal draws by position.</summary>
    /// <param name="draws">What each entry of <paramref name="order"/> has drawn; sorted along.</param>
    /// <param name="order">Positions, ascending; sorted by their draws.</param>
    public static void SortByDraw(Span<ulong> draws, Span<int> order)
    {
        MemoryExtensions.Sort(draws, order);

        // The sort is not stable; what came in ascending order is put back where draws are equal.
        for (int start = 0; start < draws.Length;)
        {
            int end = start + 1;
            while (end < draws.Length && draws[end] == draws[start])
                end++;
            if (end - start > 1)
                order[start..end].Sort();
            start = end;
        }
    }

    /// <summary>What a sample draws: the first two words of the Philox block, word 0 in the upper half.</summary>
    /// <param name="seed">Seed of the recipe.</param>
    /// <param name="epoch">Epoch, 0 to <see cref="Epochs"/> - 1.</param>
    /// <param name="keyHash">Hash of the sample's key.</param>
    public static ulong Draw(ulong seed, int epoch, ulong keyHash)
    {
        PhiloxWords words = Philox4x32.Generate(
            (uint)seed, (uint)(seed >> 32), (uint)keyHash, (uint)(keyHash >> 32), ((uint)epoch << 16) | StepInstances.ShardOrder, 0);
        return ((ulong)words.Word0 << 32) | words.Word1;
    }
}
