using FeatureForge.Feed.Requests;

namespace FeatureForge.Feed.Tests.Requests;

public sealed class StreamRequestTests
{
    [Fact]
    public void Parse_OfTheRequired_FillsInTheRest()
    {
        StreamRequest request = StreamRequest.Parse("?split=train&epoch=3&batch=32");
        Assert.Equal(("train", 3u, 0, 1, 32), (request.Split, request.Epoch, request.Rank, request.World, request.Batch));
        Assert.Equal((StreamFormat.Batch, 0L, Remainder.Short), (request.Format, request.Step, request.Remainder));
        Assert.Null(request.Seed);
        Assert.Null(request.Fields);
        Assert.Equal(Remainder.Drop, StreamRequest.Parse("?split=train&epoch=3&batch=32&world=2").Remainder);
    }

    [Fact]
    public void Parse_OfEscapedNames_ReadsThem()
    {
        StreamRequest request = StreamRequest.Parse("?split=my%20part&epoch=0&batch=1&fields=image,key%2Clabels&seed=18446744073709551615");
        Assert.Equal("my part", request.Split);
        Assert.Equal(["image", "key", "labels"], request.Fields!);
        Assert.Equal(ulong.MaxValue, request.Seed);
    }

    [Fact]
    public void Parse_OfLabels_TakesThemApartBeforeTheirCommasAreDecoded()
    {
        Assert.Equal(["a,b", "c d", "e f", "\u00e9+"], StreamRequest.Parse("?split=a&epoch=0&batch=1&balance=a%2Cb,c%20d,e+f,%C3%A9%2B").Balance);
        Assert.Empty(StreamRequest.Parse("?split=a&epoch=0&batch=1").Balance);
        string most = string.Join(',', Enumerable.Range(0, 64));
        Assert.Equal(64, StreamRequest.Parse($"?split=a&epoch=0&batch=1&balance={most}").Balance.Count);
        Assert.Throws<FeedRefusal>(() => StreamRequest.Parse($"?split=a&epoch=0&batch=1&balance={most},64"));
        Assert.Throws<FeedRefusal>(() => StreamRequest.Parse($"?split=a&epoch=0&batch=1&balance={new string('x', 257)}"));
    }

    [Theory]
    [InlineData("", "parameter split")]
    [InlineData("?split=a&epoch=0", "parameter batch")]
    [InlineData("?split=a&epoch=0&batch=0", "parameter batch")]
    [InlineData("?split=a&epoch=0&batch=65537", "parameter batch")]
    [InlineData("?split=a&epoch=4294967296&batch=1", "parameter epoch")]
    [InlineData("?split=a&epoch=-1&batch=1", "parameter epoch")]
    [InlineData("?split=a&epoch=%2B1&batch=1", "parameter epoch")]
    [InlineData("?split=a&epoch=0x1&batch=1", "parameter epoch")]
    [InlineData("?split=a&epoch=0&batch=1&batch=2", "parameter batch")]
    [InlineData("?split=a&epoch=0&batch=1&rank=1", "parameter rank")]
    [InlineData("?split=a&epoch=0&batch=1&world=65537", "parameter world")]
    [InlineData("?split=a&epoch=0&batch=1&format=json", "parameter format")]
    [InlineData("?split=a&epoch=0&batch=1&format=1", "parameter format")]
    [InlineData("?split=a&epoch=0&batch=1&Rank=0", "parameter Rank")]
    [InlineData("?split=a&epoch=0&batch=1&remainder=half", "parameter remainder")]
    [InlineData("?split=a&epoch=0&batch=1&fields=image,image", "parameter fields")]
    [InlineData("?split=a&epoch=0&batch=1&fields=", "parameter fields")]
    [InlineData("?split=a&epoch=0&batch=1&format=record&fields=image", "parameter fields")]
    [InlineData("?split=a&epoch=0&batch=1&balance=", "parameter balance")]
    [InlineData("?split=a&epoch=0&batch=1&balance=cat,", "parameter balance")]
    [InlineData("?split=a&epoch=0&batch=1&balance=cat,c%61t", "parameter balance")]
    [InlineData("?split=a&epoch=0&batch=1&balance=cat&balance=dog", "parameter balance")]
    public void Parse_OfWhatBreaksARule_NamesTheParameter(string query, string where)
    {
        FeedRefusal refusal = Assert.Throws<FeedRefusal>(() => StreamRequest.Parse(query));
        Assert.Equal(400, refusal.Status);
        Assert.EndsWith(where, refusal.Where, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Remedy);
    }
}
