using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Pipeline.Tests.Sources;

public class SplitPlanTests
{
    private static readonly KeyValuePair<string, double>[] Shares = [new("train", 0.7), new("validation", 0.2), new("test", 0.1)];

    [Fact]
    public void Of_WhenThereAreManyImages_KeepsTheShares()
    {
        var plan = new SplitPlan(Shares);
        int[] counts = new int[3];
        for (int i = 0; i < 20_000; i++)
            counts[Of(plan, $"photos/{i}.jpg")]++;
        Assert.Equal(["test", "train", "validation"], plan.Names);
        Assert.InRange(counts[0], 1850, 2150);
        Assert.InRange(counts[1], 13_750, 14_250);
        Assert.InRange(counts[2], 3800, 4200);
    }

    [Fact]
    public void Of_ComparesSha256OfThePathWithCumulativeShares()
    {
        var plan = new SplitPlan(Shares);
        for (int i = 0; i < 1000; i++)
        {
            ulong hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"é/{i}.png")));
            decimal place = hash / 18446744073709551616m;
            Assert.Equal(place < 0.1m ? "test" : place < 0.8m ? "train" : "validation", plan.Names[Of(plan, $"é/{i}.png")]);
        }
    }

    [Fact]
    public void Of_WhenTheSharesAreInAnotherOrder_DecidesTheSame()
    {
        var plan = new SplitPlan(Shares);
        var other = new SplitPlan([.. Shares.Reverse()]);
        Assert.All(Enumerable.Range(0, 1000).Select(i => $"{i}.jpg"), path => Assert.Equal(Of(plan, path), Of(other, path)));
    }

    [Fact]
    public void Of_WhenNoSharesAreGiven_IsTrain() => Assert.Equal("train", new SplitPlan([]).Names[new SplitPlan([]).Of("a.jpg"u8)]);

    [Fact]
    public void List_WhenImagesComeAndGo_TheOthersKeepTheirSplit()
    {
        string[] images = [.. Enumerable.Range(0, 200).Select(i => $"{i}.jpg")];
        using var all = new SourceFolder(images);
        using var half = new SourceFolder([.. images.Where((_, i) => i % 2 == 0)]);
        var options = new SourceOptions { Images = "images", Splits = Shares };
        Dictionary<string, string> before = Assigned(all.List(options: options));
        Assert.All(Assigned(half.List(options: options)), pair => Assert.Equal(before[pair.Key], pair.Value));
    }

    [Fact]
    public void List_WhenBoxesAreSamples_AllOfOnePhotoShareASplit()
    {
        using var source = new SourceFolder([.. Enumerable.Range(0, 50).Select(i => $"{i}.jpg")]);
        string csv = "image,xmin,ymin,xmax,ymax,label\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i % 50}.jpg,1,2,3,4,face\n"));
        var options = new SourceOptions { Images = "images", Splits = Shares };
        Dictionary<string, string> samples = Assigned(source.List(csv, options, oneSamplePerBox: true));
        Assert.Equal(500, samples.Count);
        Assert.All(samples.GroupBy(pair => pair.Key.Split('#')[0]), photo => Assert.Single(photo.Select(pair => pair.Value).Distinct()));
        Assert.Equal(3, samples.Values.Distinct().Count());
    }

    [Fact]
    public void List_WhenThereIsASplitColumn_ItWins()
    {
        using var source = new SourceFolder("a.jpg", "b.jpg", "c.jpg", "d.jpg");
        SourceListing listing = source.List("image,label,split\na.jpg,x,holdout\nb.jpg,x,\nc.jpg,x,A B\n", new SourceOptions { Images = "images", Splits = [new("train", 1)] });
        Assert.Equal(["holdout", "train"], listing.Samples.Splits);
        Assert.Equal([0, 1, 1, 1], SourceFolder.Each(listing.Samples, sample => sample.Split));
        Assert.Equal("split", Assert.Single(listing.Findings.Items).Field);
    }

    [Fact]
    public void List_WhenRowsContradictEachOther_TheFirstSplitWins()
    {
        using var source = new SourceFolder("a.jpg");
        SourceListing listing = source.List("image,xmin,ymin,xmax,ymax,label,split\na.jpg,1,2,3,4,x,test\na.jpg,5,6,7,8,x,train\n");
        Assert.Equal(["test"], listing.Samples.Splits);
        Assert.Equal(2, listing.BoxCount);
        Assert.Contains("'train' contradicts an earlier row of the same image, which says 'test'", Assert.Single(listing.Findings.Items).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_WhenASplitGetsNoImage_ReportsIt()
    {
        using var source = new SourceFolder("a.jpg");
        SourceListing listing = source.List(options: new SourceOptions { Images = "images", Splits = Shares });
        Assert.Single(listing.Samples.Splits);
        Assert.Equal(2, listing.Findings.Total);
    }

    [Fact]
    public void List_WhenTheSplitColumnIsSomethingElse_RefusesIt()
    {
        using var source = new SourceFolder([.. Enumerable.Range(0, 70).Select(i => $"{i}.jpg")]);
        string csv = "image,label,split\n" + string.Concat(Enumerable.Range(0, 70).Select(i => $"{i}.jpg,x,s{i}\n"));
        Assert.Contains("more than 64 splits", Assert.Throws<FeatureForgeException>(() => source.List(csv)).Message, StringComparison.Ordinal);
    }

    private static int Of(SplitPlan plan, string path) => plan.Of(Encoding.UTF8.GetBytes(path));

    private static Dictionary<string, string> Assigned(SourceListing listing) =>
        SourceFolder.Keys(listing.Samples).Zip(SourceFolder.Each(listing.Samples, sample => sample.Split), (key, split) => (key, listing.Samples.Splits[split])).ToDictionary(pair => pair.key, pair => pair.Item2);
}
