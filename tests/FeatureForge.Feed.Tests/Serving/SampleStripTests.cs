using FeatureForge.Feed.Serving;

namespace FeatureForge.Feed.Tests.Serving;

/// <summary>What the status page shows of the samples sent last.</summary>
public sealed class SampleStripTests(PhotoSet set) : IClassFixture<PhotoSet>
{
    [SkippableTheory]
    [InlineData("", 1300)]
    [InlineData("?width=360", 360)]
    [InlineData("?width=1", 200)]
    [InlineData("?width=2000000000", 1300)]
    [InlineData("?width=-5", 1300)]
    public async Task Strip_IsDrawnForTheWidthOfThePage_AndSaysHowOldItIs(string query, int width)
    {
        var strip = new Recorder();
        await using FeedUnderTest feed = await FeedUnderTest.StartAsync(FeedData.OfShards(set.Run(set.Recipe())), new FeedOptions { Strip = strip });
        using HttpResponseMessage before = await feed.Client.GetAsync(new Uri("/samples.png" + query, UriKind.Relative));
        Assert.Equal((204, 0), ((int)before.StatusCode, strip.Width));
        byte[] sent = await feed.GetAsync("split=train&epoch=0&batch=1&format=record");
        using HttpResponseMessage after = await feed.Client.GetAsync(new Uri("/samples.png" + query, UriKind.Relative));
        Assert.Equal([7], await after.Content.ReadAsByteArrayAsync());
        Assert.InRange(int.Parse(Assert.Single(after.Headers.GetValues("FeatureForge-Age")), System.Globalization.CultureInfo.InvariantCulture), 0, 60);
        Assert.Equal(width, strip.Width);
        Assert.True(sent.AsSpan().IndexOf(strip.Newest) >= 0);
    }

    private sealed class Recorder : ISampleStrip
    {
        public int Width { get; private set; }

        public byte[] Newest { get; private set; } = [];

        public byte[] DrawPng(IReadOnlyList<byte[]> records, int width)
        {
            (Width, Newest) = (width, records[^1]);
            return [7];
        }
    }
}
