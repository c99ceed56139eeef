using System.Text.Json;
using FeatureForge.Cli.Inspect;

namespace FeatureForge.Cli.Tests.Inspect;

public class InspectOutputTests
{
    private readonly ShardStatistics _statistics = ShardStatistics.Of(new Handmade());

    [Fact]
    public void WriteText_WhenThreeRecords_AlignsColumns()
    {
        string[] lines = Text().Split('\n');
        Assert.Equal("3 records in 2 shards, 2 epochs", lines[0]);
        Assert.Equal("  split       shards  records", lines[1]);
        Assert.Equal("  train            1        2", lines[2]);
        Assert.Equal("  validation       1        1", lines[3]);
        Assert.Contains("  small (< 32 px)       1", lines);
        Assert.Contains("  pictures without objects: 1", lines);
        Assert.Contains("  objects without an anchor: 1", lines);
        Assert.Contains("  (!) image/shape is missing in 1 records", lines);
        Assert.Contains("  blur  sigma        2  66.7 %  0.5     1  1.5", lines);
    }

    [Fact]
    public void WriteText_WhenAKeyHoldsAnEscapeSequence_SendsNoneToTheTerminal()
    {
        _statistics.Add(new ExampleRecord("x", 0, new Dictionary<string, FeatureValues> { ["\e[31mred"] = Handmade.Floats(1) }));
        Assert.Contains("\uFFFD[31mred", Text(), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', Text());
    }

    [Fact]
    public void WriteText_WhenThereAreNoRecords_SaysSo()
    {
        var writer = new StringWriter { NewLine = "\n" };
        InspectText.Write(new ShardStatistics(), writer);
        Assert.StartsWith("0 records in 0 shards\n", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteJson_WhenThreeRecords_HasTheAgreedShape()
    {
        using var stream = new MemoryStream();
        InspectJson.Write(_statistics, stream);
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        JsonElement root = document.RootElement;
        string[] names = ["records", "splits", "shards", "epochs", "keys", "pictures", "objects", "anchors", "augmentations"];
        Assert.Equal(names, root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(2, root.GetProperty("splits").GetProperty("train").GetInt64());
        Assert.Equal("validation", root.GetProperty("shards")[1].GetProperty("split").GetString());
        JsonElement key = root.GetProperty("keys").EnumerateArray().Single(element => element.GetProperty("key").GetString() == "anchors/index");
        Assert.Equal("int64", key.GetProperty("type").GetString());
        Assert.Equal(1.5, key.GetProperty("length").GetProperty("mean").GetDouble());
        Assert.Equal(1, root.GetProperty("objects").GetProperty("sizes").GetProperty("medium").GetInt64());
        Assert.Equal(3, root.GetProperty("anchors").GetProperty("positivePerPicture").GetProperty("maximum").GetDouble());
        Assert.Equal(1.5, root.GetProperty("augmentations").GetProperty("steps").GetProperty("blur").GetProperty("parameters").GetProperty("sigma").GetProperty("maximum").GetDouble());
    }

    [Fact]
    public void TableWrite_WhenThereAreNoRows_WritesNothing()
    {
        var writer = new StringWriter();
        new ColumnTable(1, "a", "b").Write(writer);
        Assert.Equal("", writer.ToString());
    }

    private string Text()
    {
        var writer = new StringWriter { NewLine = "\n" };
        InspectText.Write(_statistics, writer);
        return writer.ToString();
    }
}
