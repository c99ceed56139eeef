using FeatureForge.Core.Randomness;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>The order of records of shards in one epoch, as docs/feed.md and the Python reader have it.</summary>
internal static class RecordOrder
{
    /// <summary>Last word of the counter; keeps these draws apart from those of the engine, whose last word counts small numbers of draws.</summary>
    private const uint Domain = 0x52454144;

    /// <summary>Which record comes at each place.</summary>
    /// <param name="count">Number of records.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="epoch">Epoch.</param>
    public static int[] Of(int count, ulong seed, uint epoch)
    {
        var order = new int[count];
        var draws = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
            draws[i] = Draw(i, seed, epoch);
        }

        EpochOrder.SortByDraw(draws, order);
        return order;
    }

    /// <summary>What a record draws: the first two words of the Philox block, word 0 in the upper half.</summary>
    /// <param name="record">Number of the record within its epoch.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="epoch">Epoch, or cycle of a balanced order.</param>
    public static ulong Draw(int record, ulong seed, uint epoch)
    {
        PhiloxWords words = Philox4x32.Generate((uint)seed, (uint)(seed >> 32), (uint)record, 0, epoch, Domain);
        return ((ulong)words.Word0 << 32) | words.Word1;
    }
}
