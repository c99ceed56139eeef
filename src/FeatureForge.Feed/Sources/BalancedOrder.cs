using FeatureForge.Records.Shards;

namespace FeatureForge.Feed.Sources;

/// <summary>
/// The order of an epoch whose places are dealt out to groups, as docs/feed.md has it. Each group is gone through again and again, in
/// another order each time, and goes on in an epoch where it ended in the one before: what is rare comes often, and nothing is left out.
/// A pure function of the groups, the draws and the epoch.
/// </summary>
internal sealed class BalancedOrder
{
    private readonly IReadOnlyList<LabelGroups> _stored;

    /// <summary>Places that a group gets in the stored epochs before each one, and in all: [stored epochs + 1, groups].</summary>
    private readonly long[,] _placesBefore;

    /// <summary>Takes the groups.</summary>
    /// <param name="stored">Groups of each stored epoch, at least one; one alone where nothing is stored. All have the same number of groups.</param>
    public BalancedOrder(IReadOnlyList<LabelGroups> stored)
    {
        _stored = stored;
        int groups = stored[0].Count;
        _placesBefore = new long[stored.Count + 1, groups];
        for (int epoch = 0; epoch < stored.Count; epoch++)
        {
            for (int group = 0; group < groups; group++)
                _placesBefore[epoch + 1, group] = _placesBefore[epoch, group];
            foreach (byte group in Deal(epoch))
                _placesBefore[epoch + 1, group]++;
        }
    }

    /// <summary>The order of one epoch.</summary>
    /// <param name="epoch">Epoch.</param>
    /// <param name="draw">What a sample draws in a cycle: smaller comes first, equal ones by their number.</param>
    public BalancedPlace[] Of(uint epoch, Func<int, uint, ulong> draw)
    {
        byte[] dealt = Deal((int)(epoch % (uint)_stored.Count));
        var places = new BalancedPlace[dealt.Length];
        for (int group = 0; group < _stored[0].Count; group++)
        {
            BalancedPlace[] members = MembersOf(group, epoch, draw);
            int next = 0;
            for (int place = 0; place < dealt.Length; place++)
            {
                if (dealt[place] == group)
                    places[place] = members[next++];
            }
        }

        return places;
    }

    private byte[] Deal(int stored)
    {
        byte[] places = new byte[_stored[stored].Samples];
        GroupDeal.Deal(_stored[stored], places);
        return places;
    }

    /// <summary>What comes at the places of a group in an epoch.</summary>
    private BalancedPlace[] MembersOf(int group, uint epoch, Func<int, uint, ulong> draw)
    {
        (uint round, int at) = (epoch / (uint)_stored.Count, (int)(epoch % (uint)_stored.Count));
        var found = new BalancedPlace[_placesBefore[at + 1, group] - _placesBefore[at, group]];
        if (found.Length == 0)
            return found;

        // Stored epochs without such a sample hold no place of a cycle and are passed over.
        int[] stored = [.. Enumerable.Range(0, _stored.Count).Where(one => _stored[one][group].Length > 0)];
        ulong members = (ulong)stored.Sum(one => (long)_stored[one][group].Length);
        ulong number = (round * (ulong)_placesBefore[_stored.Count, group]) + (ulong)_placesBefore[at, group];
        ulong turn = number / members;
        ulong rest = number % members;
        for (int filled = 0; filled < found.Length; turn++)
        {
            foreach (int one in stored)
            {
                int length = _stored[one][group].Length;
                if (rest >= (ulong)length)
                {
                    rest -= (ulong)length;
                    continue;
                }

                uint cycle = unchecked((uint)((turn * (ulong)_stored.Count) + (ulong)one));
                int count = Math.Min(length - (int)rest, found.Length - filled);
                Sorted(one, group, cycle, draw).AsSpan((int)rest, count).CopyTo(found.AsSpan(filled));
                (filled, rest) = (filled + count, 0);
                if (filled == found.Length)
                    break;
            }
        }

        return found;
    }

    private BalancedPlace[] Sorted(int stored, int group, uint cycle, Func<int, uint, ulong> draw)
    {
        int[] order = _stored[stored][group].ToArray();
        ulong[] draws = [.. order.Select(member => draw(member, cycle))];
        EpochOrder.SortByDraw(draws, order);
        return [.. order.Select(member => new BalancedPlace(stored, member, cycle))];
    }
}
