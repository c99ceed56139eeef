using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;
using FeatureForge.Records.EntryPoints;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Run;

/// <summary>Giving entry points to a folder, and workers that use them.</summary>
public sealed class EntryPointRunTests : IFinishedSampleConsumer, IDisposable
{
    private const string Recipe = """
        version: 1
        source: {images: photos}
        geometry: {output: [64, 64], steps: [{crop: {box: [20, 150, 180, 240]}}]}
        output: {path: shards}
        """;

    private readonly TemporaryFolder _folder = new();
    private byte[] _picture = [];

    public EntryPointRunTests()
    {
        Directory.CreateDirectory(_folder["photos"]);
        using var jpeg = new TurboJpegCompressor();
        using var bytes = new GrowableBuffer();
        for (int number = 0; number < 4; number++)
        {
            int width = 200 + 33 * number, height = 250 + number;
            var pixels = new byte[width * height * 3];
            for (int i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)((i / 3 % width) + (i % 3 * 40) + (i / (width * 3) * (number + 1)));
            int length = jpeg.Compress(new ReadOnlyImageView(new(width, height), pixels), 90, ChromaSampling.Chroma420, bytes);
            File.WriteAllBytes(Photo(number), bytes.Ensure(length)[..length].ToArray());
        }
    }

    private string IndexFile => EntryPointIndex.PathIn(_folder["photos"]);

    public void Dispose() => _folder.Dispose();

    void IFinishedSampleConsumer.Accept(in FinishedSample sample) => sample.ImageBytes.CopyTo(_picture = _picture.Length == sample.ImageBytes.Length ? _picture : new byte[sample.ImageBytes.Length]);

    [Theory]
    [InlineData("")]
    [InlineData("\ndecode: {fidelity: fast}")]
    [InlineData("\ndecode: {warnings: quarantine}")]
    public void Process_WithEntryPoints_GivesTheSamePictureAndAllocatesNothing(string decode)
    {
        using SamplePipeline without = Pipeline(decode, null, out _);
        Index();
        using SamplePipeline with = Pipeline(decode, _ => Assert.Fail("nothing is to be said"), out EntryPointSource? source);
        for (int index = 0; index < 4; index++)
        {
            without.Process(index, 0, this);
            byte[] expected = [.. _picture];
            with.Process(index, 0, this);
            Assert.Equal(expected, _picture);
        }

        Assert.Equal((3, 1), (with.Counts.EntryPointsUsed, with.Counts.EntryPointsChecked));
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int index = 0; index < 4; index++)
                with.Process(index, 0, this);
        }));
        source!.Dispose();
    }

    [Fact]
    public void Process_WhenAPhotoContradictsItsEntryPoints_DecodesAgainAndAsksNoMore()
    {
        Index();
        WriteWrongEntryPoints();
        using SamplePipeline without = Pipeline("", null, out _);
        using SamplePipeline with = Pipeline("", null, out EntryPointSource? source);
        for (int index = 1; index < 4; index++)
        {
            without.Process(index, 0, this);
            byte[] expected = [.. _picture];
            with.Process(index, 0, this);
            Assert.Equal(expected, _picture);
        }

        Assert.Equal((0, 1), (with.Counts.EntryPointsUsed, with.Counts.EntryPointsContradicted));
        Assert.False(source!.IsUsable);
        source.Dispose();
    }

    [Fact]
    public void Execute_WhenStopped_KeepsWhatWasFoundBefore()
    {
        Assert.Equal(4, Index()[EntryPointOutcome.Found]);
        byte[] before = File.ReadAllBytes(IndexFile);
        File.CreateSymbolicLink(_folder["photos", "nothing.jpg"], _folder["nothing"]);
        using var stop = new CancellationTokenSource();

        EntryPointSummary summary = EntryPointRun.Execute(_folder["photos"], 2, fresh: false, new RunProgress { Note = _ => stop.Cancel() }, stop.Token);

        Assert.False(summary.IsComplete);
        Assert.Equal(4, summary[EntryPointOutcome.NotReached]);
        Assert.Equal(before, File.ReadAllBytes(IndexFile));
        Assert.Equal(4, Index()[EntryPointOutcome.Kept]);
    }

    [Fact]
    public void Execute_OnFilesOfEveryKind_SaysWhatBecameOfEach()
    {
        byte[] photo = File.ReadAllBytes(Photo(0));
        File.WriteAllBytes(_folder["photos", "cut.jpg"], photo[..(photo.Length / 2)]);
        File.WriteAllBytes(_folder["photos", "picture.png"], [0x89, 0x50, 0x4E, 0x47]);
        File.WriteAllBytes(_folder["photos", "empty.jpg"], []);
        var specimen = new JpegSpecimen { Shape = new ImageShape(60, 40), Factors = [22, 11, 11] };
        File.WriteAllBytes(_folder["photos", "progressive.jpg"], SeveralScansWriter.Write(specimen, ScanSpecimen.Progressive(3, new Random(1)), isProgressive: true));

        EntryPointSummary summary = Index();

        Assert.Equal((4, 1, 2, 1), (summary[EntryPointOutcome.Found], summary[EntryPointOutcome.Damaged], summary[EntryPointOutcome.NotJpeg], summary[EntryPointOutcome.OtherCoding]));
        Assert.Equal(1, summary.Refusals[(int)JpegRefusal.SeveralScans]);
        Assert.Equal(new FileInfo(IndexFile).Length, summary.Bytes);
    }

    private string Photo(int number) => _folder["photos", $"{number}.jpg"];

    private EntryPointSummary Index() => EntryPointRun.Execute(_folder["photos"], 2, fresh: false, new RunProgress(), default);

    private SamplePipeline Pipeline(string decode, Action<string>? note, out EntryPointSource? source)
    {
        var recipe = RecipeReader.Parse(Recipe + decode, "test", _folder.Path, RecipeVocabulary.Product);
        SampleListing samples = SourceLister.List(recipe.Source, SourceFolders.Resolve(_folder.Path, recipe.Source), oneSamplePerBox: false).Samples;
        source = File.Exists(IndexFile) ? EntryPointSource.Open(samples, note) : null;
        return new SamplePipeline(StageOptions.From(recipe), samples, source) { FidelityInterval = 0 };
    }

    /// <summary>Gives each photo its entry points with one of them changed, and right checksums.</summary>
    private void WriteWrongEntryPoints()
    {
        using var writer = new EntryPointIndexWriter(IndexFile);
        using var decoder = new FastJpegDecoder();
        var points = new EntryPoints();
        for (int number = 0; number < 4; number++)
        {
            byte[] file = File.ReadAllBytes(Photo(number));
            Assert.Equal(JpegRefusal.None, decoder.FindEntryPoints(file, points));
            byte[] record = new byte[EntryPointRecord.ByteCount(points.ByteCount)];
            Span<byte> content = EntryPointRecord.ContentOf(record);
            points.Write(content);

            // The last row but one: rows that were handed on before it is reached are right, and must be forgotten all the same.
            content[^16] ^= 1;
            EntryPointRecord.Complete(record, file);
            writer.Add(record);
        }

        byte[][] names = [.. Enumerable.Range(0, 4).Select(number => System.Text.Encoding.UTF8.GetBytes($"{number}.jpg"))];
        writer.Complete(image => names[image]);
    }
}
