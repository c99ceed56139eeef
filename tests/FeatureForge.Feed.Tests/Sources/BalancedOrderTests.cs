using System.Numerics;
using FeatureForge.Feed.Sources;

namespace FeatureForge.Feed.Tests.Sources;

public sealed class BalancedOrderTests
{
    [Theory]
    [InlineData(10, 30, 60)]
    [InlineData(1, 1000, 0)]
    [InlineData(3, 5, 1)]
    [InlineData(0, 7, 93)]
    [InlineData(1, 0, 0)]
    [InlineData(0, 0, 5)]
    [InlineData(333, 333, 333)]
    public void Deal_OfAnyGroups_IsTheRuleInExactNumbers(int first, int second, int rest)
    {
        LabelGroups groups = Groups(first, second, rest);
        byte[] places = new byte[groups.Samples];
        GroupDeal.Deal(groups, places);
        Assert.Equal(Rule([first, second, rest]), places);
    }

    [Fact]
    public void Groups_OfSamples_AreThoseOfTheRarestLabelTheyHold()
    {
        int[][] labels = [[4, 4, 7], [4], [4, 4], [], [7, 2], [2, 9], [9]];
        var groups = new LabelGroups([4, 7, 2], labels.Length, sample => labels[sample]);
        Assert.Equal([1, 2], groups[0].ToArray());
        Assert.Equal([0, 4], groups[1].ToArray());
        Assert.Equal([5], groups[2].ToArray());
        Assert.Equal([3, 6], groups[3].ToArray());
    }

    [Fact]
    public void Members_OfEveryGroup_ComeOnceInACycleAcrossEpochs()
    {
        var order = new BalancedOrder([Groups(3, 17, 30)]);
        var seen = new Dictionary<(int Member, uint Cycle), int>();
        for (uint epoch = 0; epoch < 40; epoch++)
        {
            foreach (BalancedPlace place in order.Of(epoch, (member, cycle) => (ulong)(member * 7 % 5) + cycle))
                seen[(place.Member, place.Cycle)] = seen.GetValueOrDefault((place.Member, place.Cycle)) + 1;
        }

        Assert.All(seen.Values, times => Assert.Equal(1, times));
        foreach (int[] group in (int[][])[[0, 3], [3, 20], [20, 50]])
        {
            uint last = seen.Keys.Where(key => key.Member >= group[0] && key.Member < group[1]).Max(key => key.Cycle);
            for (int member = group[0]; member < group[1]; member++)
                Assert.All(Enumerable.Range(0, (int)last), cycle => Assert.True(seen.ContainsKey((member, (uint)cycle))));
        }
    }

    [Fact]
    public void Members_OfStoredEpochsThatDiffer_ComeOnceInTheirCycle()
    {
        LabelGroups[] stored = [Groups(3, 10, 20), Groups(0, 12, 22), Groups(5, 1, 20), Groups(0, 0, 30)];
        var order = new BalancedOrder(stored);
        var seen = new HashSet<(int, int, uint)>();
        for (uint epoch = 0; epoch < 40; epoch++)
        {
            BalancedPlace[] places = order.Of(epoch, (member, _) => (ulong)member);
            Assert.Equal(stored[epoch % 4].Samples, places.Length);
            Assert.All(places, place => Assert.True(seen.Add((place.Stored, place.Member, place.Cycle))));
            Assert.All(places, place => Assert.Equal((uint)place.Stored, place.Cycle % 4));
        }
    }

    [Fact]
    public void Labels_AreEqual_ByValueAndOrder()
    {
        Assert.Equal(new BalancedLabels([1, 2]), new BalancedLabels([1, 2]));
        Assert.NotEqual(new BalancedLabels([1, 2]), new BalancedLabels([2, 1]));
    }

    private static LabelGroups Groups(int first, int second, int rest) =>
        new([0, 1], first + second + rest, sample => sample < first ? [0] : sample < first + second ? [1] : []);

    /// <summary>(p + 1) * share - places, compared as fractions over one denominator.</summary>
    private static byte[] Rule(int[] members)
    {
        BigInteger samples = members.Sum();
        int named = members[..^1].Count(count => count > 0);
        (BigInteger Over, BigInteger Under) rest = named == 0 ? (1, 1) : 4 * members[^1] < samples ? (members[^1], samples) : (1, 4);
        (BigInteger Over, BigInteger Under)[] shares =
            [.. members.Select((count, group) => count == 0 ? (0, 1) : group == members.Length - 1 ? rest : (rest.Under - rest.Over, rest.Under * named))];
        int[] has = new int[members.Length];
        return [.. Enumerable.Range(0, (int)samples).Select(place =>
        {
            int best = -1;
            for (int group = 0; group < members.Length; group++)
            {
                if (members[group] > 0 && (best < 0 || Owed(group).Over * Owed(best).Under > Owed(best).Over * Owed(group).Under))
                    best = group;
            }

            has[best]++;
            return (byte)best;
            (BigInteger Over, BigInteger Under) Owed(int group) => (((place + 1) * shares[group].Over) - (has[group] * shares[group].Under), shares[group].Under);
        })];
    }
}
