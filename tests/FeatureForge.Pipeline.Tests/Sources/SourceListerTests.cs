using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Sources;

public class SourceListerTests
{
    private const string BoxHeader = "image,xmin,ymin,xmax,ymax,label\n";

    [Fact]
    public void List_WhenFoldersAreNested_FindsEveryImageInOrdinalOrder()
    {
        using var source = new SourceFolder("b.JPG", "a/z.png", "a.jpeg", "a/b/c.webp", "B.jpe", "notes.txt", "x.gif", "é.jpg");
        SourceListing listing = source.List();
        Assert.Equal(["B.jpe", "a.jpeg", "a/b/c.webp", "a/z.png", "b.JPG", "é.jpg"], SourceFolder.Keys(listing.Samples));
        Assert.All(SourceFolder.Each(listing.Samples, sample => (sample.FileLength, sample.Split, sample.ImageLabel, sample.BoxNumber, sample.Boxes.Length)), seen => Assert.Equal((3, 0, -1, -1, 0), seen));
        Assert.Equal(["train"], listing.Samples.Splits);
        Assert.Equal(0, listing.Findings.Total);
        Assert.False(listing.Samples.HasBoxes);
    }

    [Fact]
    public void List_WhenThereAreLinks_FollowsThoseToFilesOnly()
    {
        using var source = new SourceFolder("a.jpg");
        using var elsewhere = new TemporaryFolder();
        File.WriteAllBytes(elsewhere["far.jpg"], new byte[11]);
        File.CreateSymbolicLink(Path.Combine(source.Images, "link.jpg"), elsewhere["far.jpg"]);
        File.CreateSymbolicLink(Path.Combine(source.Images, "broken.jpg"), elsewhere["nothing.jpg"]);
        File.CreateSymbolicLink(Path.Combine(source.Images, "itself.jpg"), "itself.jpg");
        Directory.CreateSymbolicLink(Path.Combine(source.Images, "folder"), elsewhere.Path);
        Directory.CreateSymbolicLink(Path.Combine(source.Images, "circle"), source.Images);

        SourceListing listing = source.List();

        Assert.Equal(["a.jpg", "link.jpg"], SourceFolder.Keys(listing.Samples));
        Assert.Equal(11, listing.Samples[1].FileLength);
        Assert.Equal(4, listing.Findings.Total);
        Assert.Contains(listing.Findings.Items, finding => finding.Message.StartsWith("'itself.jpg' is a link to a file that does not exist", StringComparison.Ordinal));
        Assert.Contains(listing.Findings.Items, finding => finding.Message.StartsWith("'circle' is a link to a folder", StringComparison.Ordinal));
        Assert.Contains(listing.Findings.Items, finding => finding.Message.StartsWith("'broken.jpg' is a link to a file that does not exist", StringComparison.Ordinal));
    }

    [Fact]
    public void List_WhenANameHasControlCharacters_ReportsAndLeavesOut()
    {
        using var source = new SourceFolder("a.jpg", "b\u001b[2Jc.jpg");
        SourceListing listing = source.List();
        Assert.Equal(["a.jpg"], SourceFolder.Keys(listing.Samples));
        Assert.Contains("'b?[2Jc.jpg' has control characters", Assert.Single(listing.Findings.Items).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void List_WhenANameIsNotUtf8_ReportsAndLeavesOut()
    {
        using var source = new SourceFolder("a.jpg", "\uFFFD.jpg");
        string file = $"\"{source.Images}/$(printf 'b\\377.jpg')\"";
        Skip.IfNot(Shell($"printf x > {file}"), "the file system refuses names that are not UTF-8");
        SourceListing listing = source.List();
        Assert.True(Shell($"rm {file}")); // .NET cannot name the file, so not delete it either.
        Assert.Equal(["a.jpg", "\uFFFD.jpg"], SourceFolder.Keys(listing.Samples));
        Assert.Contains("not valid UTF-8", Assert.Single(listing.Findings.Items).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_WhenGivenBoxes_GroupsThemByImageInFileOrder()
    {
        using var source = new SourceFolder("a.jpg", "b.jpg", "c/d.png");
        SourceListing listing = source.List("label,ymax,xmax,ymin,xmin,note,image\nface,4,3,2,1,x,c/d.png\nFace,10.5,1e1,0,-2,x,a.jpg\neye,9,8,7,6,\"y,\nz\",c/d.png\n");

        Assert.Equal(["Face", "eye", "face"], listing.Samples.LabelMap.Names);
        Assert.Equal([new BoxPixels(-2, 0, 10, 10.5f)], listing.Samples[0].Boxes.ToArray());
        Assert.Equal(0, listing.Samples[1].Boxes.Length);
        Assert.Equal([new BoxPixels(1, 2, 3, 4), new BoxPixels(6, 7, 8, 9)], listing.Samples[2].Boxes.ToArray());
        Assert.Equal([2, 1], listing.Samples[2].Labels.ToArray());
        Assert.True(listing.Samples.HasBoxes);
        Assert.Equal((3, 3, 2), (listing.ImageCount, listing.BoxCount, listing.Samples.MaxBoxes));
    }

    [Theory]
    [InlineData("a.jpg,1,2,3,x,face", "ymax", "'x' is not a finite decimal number")]
    [InlineData("a.jpg,NaN,2,3,4,face", "xmin", "'NaN' is not a finite decimal number")]
    [InlineData("a.jpg,1,2,1e99,4,face", "xmax", "'1e99' is out of the range of a 32-bit float")]
    [InlineData("a.jpg,1,2,3,-1e99,face", "ymax", "'-1e99' is out of the range of a 32-bit float")]
    [InlineData("a.jpg,1,2,1e999,4,face", "xmax", "'1e999' is not a finite decimal number")]
    [InlineData("a.jpg,1,2,3\0,4,face", "xmax", "'3?' is not a finite decimal number")]
    [InlineData("a.jpg,\01,2,3,4,face", "xmin", "'?1' is not a finite decimal number")]
    [InlineData("a.jpg,3,2,3,4,face", "xmax", "'3' is not above xmin '3'")]
    [InlineData("a.jpg,1,5,3,4,face", "ymax", "'4' is not above ymin '5'")]
    [InlineData("a.jpg,1,2,3,4,", "label", "'' is empty")]
    [InlineData("a.jpg,1,2,3,4,a\tb", "label", "'a?b' has control characters")]
    [InlineData("b.jpg,1,2,3,4,face", "image", "'b.jpg' is not among the images of the folder")]
    [InlineData("http://x/a.jpg,1,2,3,4,face", "image", "is not among the images of the folder")]
    [InlineData("a.jpg,1,2,3,4", "row", "has 5 fields, the header has 6")]
    [InlineData("a.jpg,1,2,3,4,face,more", "row", "has 7 fields, the header has 6")]
    [InlineData("\"a.jpg\"x,1,2,3,4,face", "row", "behind a closing quote")]
    public void List_WhenARowIsBad_DropsItWithLineAndField(string row, string field, string message)
    {
        using var source = new SourceFolder("a.jpg");
        SourceListing listing = source.List($"{BoxHeader}a.jpg,0,0,1,1,face\n{row}\na.jpg,0,0,2,2,face\n");
        Assert.Equal(2, listing.Samples[0].Boxes.Length);
        SourceFinding finding = Assert.Single(listing.Findings.Items);
        Assert.Equal((source.Annotations, 3, field), (finding.File, finding.Line, finding.Field));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Contains("row dropped", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_WhenARowHasNoBoxAndNoLabel_TakesItAsANegative()
    {
        using var source = new SourceFolder("a.jpg");
        SourceListing listing = source.List(BoxHeader + "a.jpg,,,,,\n");
        Assert.Equal((0, 0L), (listing.BoxCount, listing.Findings.Total));
    }

    [Fact]
    public void List_WhenAMillionRowsAreBad_CountsAllAndKeepsSome()
    {
        using var source = new SourceFolder("a.jpg");
        SourceListing listing = source.List(BoxHeader + string.Concat(Enumerable.Repeat("a.jpg,,2,3,4,face\n", 5000)));
        Assert.Equal((5000, SourceFindings.Kept), (listing.Findings.Total, listing.Findings.Items.Count));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..\\..\\etc\\passwd")]
    [InlineData("x/../../a.jpg")]
    [InlineData("./../images/a.jpg")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\photos\\a.jpg")]
    [InlineData("\\\\server\\a.jpg")]
    [InlineData("{images}/../secret.jpg")]
    [InlineData("{images}x/a.jpg")]
    [InlineData("a.jpg\0b")]
    public void List_WhenARowLeavesTheFolder_RefusesTheRun(string image)
    {
        using var source = new SourceFolder("a.jpg");
        image = image.Replace("{images}", source.Images);
        var error = Assert.Throws<FeatureForgeException>(() => source.List($"{BoxHeader}a.jpg,0,0,1,1,face\n{image},1,2,3,4,face\n"));
        Assert.Equal(1, error.ExitCode);
        Assert.StartsWith($"{source.Annotations}:3: image: '", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./c/d.jpg")]
    [InlineData("c\\d.jpg")]
    [InlineData(" c/d.jpg")]
    [InlineData("c//d.jpg")]
    [InlineData("c/../c/d.jpg")]
    [InlineData("{images}/c/d.jpg")]
    public void List_WhenARowNamesAnImageInAnotherSpelling_FindsIt(string image)
    {
        using var source = new SourceFolder("c/d.jpg");
        SourceListing listing = source.List($"{BoxHeader}{image.Replace("{images}", source.Images)},1,2,3,4,face\n");
        Assert.Equal((1, 0L), (listing.BoxCount, listing.Findings.Total));
    }

    [Theory]
    [InlineData("", "is empty, need a header")]
    [InlineData("image;xmin;ymin\n", "has no column 'image'")]
    [InlineData("image,xmin,ymin,xmax,label\n", "has no column 'ymax'")]
    [InlineData("image,xmin,ymin,xmax,ymax,class\n", "has no column 'label'")]
    [InlineData("image,split\n", "has no column for the label")]
    [InlineData("image,age,smile\n", "name one of them 'label'")]
    [InlineData("image,label,Label\n", "twice")]
    [InlineData("image,label\nb.jpg,x\nc.jpg,y\n", "None of the 2 rows")]
    public void List_WhenTheFileCannotBeMeant_SaysWhatIsNeeded(string csv, string message)
    {
        using var source = new SourceFolder("a.jpg");
        var error = Assert.Throws<FeatureForgeException>(() => source.List(csv));
        Assert.Equal(1, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, "\"")]
    [InlineData(true, "\"")]
    public void List_WhenTheFileIsUtf16WithoutMark_SaysSo(bool bigEndian, string quote)
    {
        using var source = new SourceFolder("a.jpg");
        string csv = $"{quote}image{quote},label\r\na.jpg,face\r\n";
        var error = Assert.Throws<FeatureForgeException>(() => source.List(csv, csvEncoding: new System.Text.UnicodeEncoding(bigEndian, byteOrderMark: false)));
        Assert.Contains("looks like UTF-16", error.Message, StringComparison.Ordinal);
        Assert.Contains("Save it as UTF-8", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, source.List(csv, csvEncoding: new System.Text.UnicodeEncoding(bigEndian, byteOrderMark: true)).Findings.Total);
    }

    [Fact]
    public void List_WhenAnImageHasTooManyBoxes_KeepsTheFirstTenThousand()
    {
        using var source = new SourceFolder("a.jpg", "b.jpg");
        string rows = string.Concat(Enumerable.Range(1, 12_000).Select(i => $"a.jpg,0,0,{i},1,face\n"));
        SourceListing listing = source.List($"{BoxHeader}{rows}b.jpg,0,0,1,1,face\n");
        Assert.Equal([10_000, 1], SourceFolder.Each(listing.Samples, sample => sample.Boxes.Length));
        Assert.Equal(10_000, listing.Samples[0].Boxes[^1].X1);
        Assert.Equal((10_001, 2_000), (listing.BoxCount, listing.Findings.Total));
        Assert.Equal($"{source.Annotations}:10002: image: 'a.jpg' has 10000 boxes in the rows above, the most that an image may have; row dropped.", listing.Findings.Items[0].ToString());
    }

    [Fact]
    public void List_WhenGivenLabelsOfImages_NamesThemByValueOrByColumn()
    {
        using var source = new SourceFolder("a.jpg", "b.jpg", "c.jpg");
        SourceListing byLabel = source.List("image,label,other\na.jpg,yes,1\nb.jpg,no,2\n");
        SourceListing byColumn = source.List("image,smile\r\na.jpg,1\r\nb.jpg,0\r\nb.jpg,1\r\nb.jpg,0\r\n");
        Assert.Equal(["no", "yes"], byLabel.Samples.LabelMap.Names);
        Assert.Equal([1, 0, -1], SourceFolder.Each(byLabel.Samples, sample => sample.ImageLabel));
        Assert.Equal(["smile=0", "smile=1"], byColumn.Samples.LabelMap.Names);
        Assert.Equal([1, 0, -1], SourceFolder.Each(byColumn.Samples, sample => sample.ImageLabel));
        Assert.Equal(2, byColumn.Findings.Total);
        Assert.True(byColumn.Samples.HasImageLabels);
        Assert.False(byColumn.Samples.HasBoxes);
    }

    [Fact]
    public void List_WhenLabelsAreGiven_TheirOrderGivesTheIds()
    {
        using var source = new SourceFolder("a.jpg");
        SourceListing listing = source.List(BoxHeader + "a.jpg,1,2,3,4,cat\na.jpg,1,2,3,4,ape\na.jpg,1,2,3,4,dog\n", new SourceOptions { Images = "images", Labels = ["dog", "cat", "bird"] });
        Assert.Equal([1, 0], listing.Samples[0].Labels.ToArray());
        Assert.Equal(["dog", "cat", "bird"], listing.Samples.LabelMap.Names);
        Assert.Contains("'ape' is not in the recipe's list 'labels'", Assert.Single(listing.Findings.Items).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_WhenASampleIsMadeOfEachBox_NumbersTheKeptRowsOfTheImage()
    {
        using var source = new SourceFolder("a.jpg", "b.jpg", "c.jpg");
        SourceListing listing = source.List(BoxHeader + "c.jpg,1,2,3,4,face\na.jpg,1,2,3,4,face\na.jpg,9,2,3,4,face\na.jpg,5,6,7,8,face\n", oneSamplePerBox: true);
        Assert.Equal(["a.jpg#0", "a.jpg#1", "c.jpg#0"], SourceFolder.Keys(listing.Samples));
        Assert.Equal([0, 1, 0], SourceFolder.Each(listing.Samples, sample => sample.BoxNumber));
        Assert.Equal(new BoxPixels(5, 6, 7, 8), listing.Samples[1].Boxes[listing.Samples[1].BoxNumber]);
        Assert.Equal(1, listing.ImagesWithoutSamples);
        Assert.Throws<FeatureForgeException>(() => source.List(oneSamplePerBox: true));
    }

    [Fact]
    public void List_WhenStopped_Stops()
    {
        using var source = new SourceFolder("a.jpg");
        var options = new SourceOptions { Images = "images" };
        Assert.Throws<OperationCanceledException>(() => SourceLister.List(options, SourceFolders.Resolve(source.Path, options), false, new CancellationToken(true)));
    }

    [Fact]
    public void Fingerprint_DependsOnWhatIsReadAndNotOnHowItIsWritten()
    {
        using var source = new SourceFolder("a.jpg", "b.jpg");
        string first = source.List(BoxHeader + "a.jpg,1,2,3,4,face\nb.jpg,1,2,3,4,face\n").Fingerprint;
        Assert.Equal(first, source.List("label,image,xmin,ymin,xmax,ymax\r\nface,b.jpg,1.0,2,3,4\r\n\"face\",./a.jpg,1,2,3,4\r\nface,a.jpg,9,2,3,4").Fingerprint);
        Assert.Equal(64, first.Length);
        Assert.NotEqual(first, source.List(BoxHeader + "a.jpg,1,2,3,4,face\nb.jpg,1,2,3,5,face\n").Fingerprint);
        Assert.NotEqual(first, source.List(BoxHeader + "a.jpg,1,2,3,4,face\nb.jpg,1,2,3,4,eye\n").Fingerprint);
        source.AddImage("b.jpg", 4);
        Assert.NotEqual(first, source.List(BoxHeader + "a.jpg,1,2,3,4,face\nb.jpg,1,2,3,4,face\n").Fingerprint);
    }

    [Fact]
    public void List_WhenTheAnnotationsAreRandomBytes_ThrowsErrorsForUsersOnly()
    {
        using var source = new SourceFolder("a.jpg", "b.jpg");
        var random = new Random(99);
        string[] words = ["a.jpg", "b.jpg", "../x", "1", "2.5", "-1e9", "NaN", "face", ",", ",", ",", ",", ",", "\n", "\r\n", "\"", "\"\"", "\0", "é", "\u00C3", " ", "image,xmin,ymin,xmax,ymax,label\n", "image,label\n"];
        for (int round = 0; round < 500; round++)
        {
            string start = random.Next(4) == 0 ? "" : random.Next(2) == 0 ? BoxHeader : "image,label,split\n";
            string csv = start + string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => words[random.Next(words.Length)]));
            Exception? error = Record.Exception(() => source.List(csv, csvEncoding: System.Text.Encoding.Latin1));
            Assert.True(error is null or FeatureForgeException { ExitCode: 1 }, $"{error}\n{csv}");
        }
    }

    [SkippableFact]
    public void List_WhenGivenRealFaces_KeepsEveryBox()
    {
        string folder = TestData.Require("faces");
        var options = new SourceOptions { Images = "photos", Annotations = "faces.csv", Splits = [new("train", 0.9), new("validation", 0.1)] };
        SourceFolders folders = SourceFolders.Resolve("/nowhere", options, folder);
        SourceListing listing = SourceLister.List(options, folders, oneSamplePerBox: false);
        SourceListing faces = SourceLister.List(options, folders, oneSamplePerBox: true);

        Assert.Equal((213, 2540, 213), (listing.ImageCount, listing.BoxCount, listing.Samples.Count));
        Assert.Equal(0, listing.Findings.Total);
        Assert.Equal(["face"], listing.Samples.LabelMap.Names);
        Assert.Single(folders.Notices);
        Assert.Equal(2540, faces.Samples.Count);
        Assert.Equal(listing.Fingerprint, faces.Fingerprint);
    }

    [SkippableFact]
    public void List_WhenGivenRealSmiles_ReadsLabelsAndSplits()
    {
        string folder = TestData.Require("smiles");
        var options = new SourceOptions { Images = "images", Annotations = "labels.csv" };
        SourceListing listing = SourceLister.List(options, SourceFolders.Resolve(folder, options), oneSamplePerBox: false);

        Assert.Equal(11_153, listing.Samples.Count);
        Assert.Equal(0, listing.Findings.Total);
        Assert.Equal(["smile=0", "smile=1"], listing.Samples.LabelMap.Names);
        Assert.DoesNotContain(-1, SourceFolder.Each(listing.Samples, sample => sample.ImageLabel));
        string[] rows = [.. File.ReadAllLines(Path.Combine(folder, "labels.csv")).Skip(1)];
        foreach (var split in rows.GroupBy(row => row.Split(',')[2]))
            Assert.Equal(split.Count(), SourceFolder.Each(listing.Samples, sample => sample.Split).Count(id => listing.Samples.Splits[id] == split.Key));
        Assert.Equal(rows.Count(row => row.Split(',')[1] == "1"), SourceFolder.Each(listing.Samples, sample => sample.ImageLabel).Count(label => label == 1));
    }

    private static bool Shell(string command)
    {
        using var process = System.Diagnostics.Process.Start("/bin/sh", ["-c", command]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
