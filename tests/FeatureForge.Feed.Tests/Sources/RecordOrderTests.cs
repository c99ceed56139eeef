using FeatureForge.Feed.Sources;

namespace FeatureForge.Feed.Tests.Sources;

public sealed class RecordOrderTests
{
    [Fact]
    public void Order_OfTheTestVector_IsThatOfTheProtocol() => Assert.Equal([8, 2, 0, 7, 4, 6, 5, 1, 3, 9], RecordOrder.Of(10, 7, 3));

    [Fact]
    public void Order_OfAnotherEpoch_HasTheSameRecords()
    {
        Assert.Equal(Enumerable.Range(0, 1000), RecordOrder.Of(1000, 7, 4).Order());
        Assert.NotEqual(RecordOrder.Of(1000, 7, 4), RecordOrder.Of(1000, 7, 5));
    }
}
