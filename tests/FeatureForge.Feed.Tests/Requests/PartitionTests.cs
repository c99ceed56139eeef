using FeatureForge.Feed.Requests;

namespace FeatureForge.Feed.Tests.Requests;

public sealed class PartitionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(100, 7, 3)]
    [InlineData(96, 8, 4)]
    [InlineData(5, 8, 4)]
    [InlineData(1000, 32, 5)]
    public void Ranks_Together_GetEveryPlaceOnce(int samples, int batch, int world)
    {
        foreach (Remainder remainder in Enum.GetValues<Remainder>())
        {
            Partition[] ranks = [.. Enumerable.Range(0, world).Select(rank => new Partition(samples, batch, rank, world, remainder))];
            int[] places = [.. ranks.SelectMany(rank => rank.PlacesFrom(0))];
            Assert.Single(ranks.Select(rank => rank.Steps).Distinct());
            Assert.All(ranks, rank => Assert.Equal(rank.PlacesFrom(0).Count(), rank.SamplesFrom(0)));
            int perStep = batch * world;
            int expected = remainder switch { Remainder.Drop => samples / perStep * perStep, Remainder.Short => samples, _ => (samples + perStep - 1) / perStep * perStep };
            Assert.Equal(expected, places.Length);
            Assert.Equal(Math.Min(expected, samples), places.Distinct().Count());
        }
    }

    [Fact]
    public void Steps_OfOtherRanksAndBatches_EndAtTheSamePlaces()
    {
        var one = new Partition(200, 8, 0, 1, Remainder.Drop);
        Partition[] two = [new Partition(200, 4, 0, 2, Remainder.Drop), new Partition(200, 4, 1, 2, Remainder.Drop)];
        for (long step = 0; step < one.Steps; step++)
            Assert.Equal(one.PlacesAt(step), (two[0].PlacesAt(step).First, two.Sum(rank => rank.PlacesAt(step).Count)));
    }

    [Fact]
    public void ShortStep_OfMoreRanksThanSamples_IsEmptyForSome()
    {
        int[] counts = [.. Enumerable.Range(0, 4).Select(rank => new Partition(3, 8, rank, 4, Remainder.Short).PlacesAt(0).Count)];
        Assert.Equal([0, 1, 1, 1], counts);
    }
}
