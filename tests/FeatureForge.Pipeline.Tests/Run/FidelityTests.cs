using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;
using FeatureForge.Testing;
using Xunit.Abstractions;

namespace FeatureForge.Pipeline.Tests.Run;

/// <summary>Fidelity fast beside the reference, on real photos: how near, and what must be equal.</summary>
public sealed class FidelityTests(ITestOutputHelper output)
{
    private const string Everything = "{expand: {ratio: [1, 2], p: 0.5}}, {crop: {area: [0.3, 1.0]}}, letterbox, {flip: {p: 0.5}}, {rotate: {degrees: [-10, 10], p: 0.5}}";

    [SkippableTheory]
    [InlineData("", 300, 50, 43)]
    [InlineData("{crop: {area: [0.5, 1.0], aspect: [1.0, 1.3333]}}", 300, 50, 43)]
    [InlineData("{expand: {ratio: [1, 2], p: 0.5}}, {crop: {area: [0.3, 1.0]}}, {flip: {p: 0.5}}, {rotate: {degrees: [-10, 10], p: 0.5}}", 224, 50, 43)]
    [InlineData("", 64, 50, 43)]
    public void Process_OfPhotos_IsNearTheReference(string steps, int side, double mean, double worst)
    {
        SampleListing photos = Photos(take: 3);
        using var pipeline = new SamplePipeline(Options("{fidelity: fast}", steps, side), photos) { FidelityInterval = 1 };
        var sink = new SampleSink();
        for (int index = 0; index < photos.Count; index++)
            pipeline.Process(index, 0, sink);
        FidelityStatistics found = pipeline.Counts.Fidelity;
        output.WriteLine($"{side}: {found.Mean:F2} dB mean, {found.Worst:F2} dB worst of {found.Compared - found.Identical}");
        Assert.Equal(photos.Count, found.Compared + pipeline.Counts.DecodedAsReference);
        Assert.InRange(found.Mean, mean, 60);
        Assert.InRange(found.Worst, worst, 60);
    }

    [SkippableFact]
    public void Process_WithDctScale_DecodesSmallerAndStaysNear()
    {
        SampleListing photos = Photos(take: 8);
        using var pipeline = new SamplePipeline(Options("{fidelity: fast, dctScale: auto}", "", 60), photos) { FidelityInterval = 1 };
        var sink = new SampleSink();
        for (int index = 0; index < photos.Count; index++)
            pipeline.Process(index, 0, sink);
        FidelityStatistics found = pipeline.Counts.Fidelity;
        output.WriteLine($"{pipeline.Counts.DecodedSmaller} of {photos.Count} smaller: {found.Mean:F2} dB mean, {found.Worst:F2} dB worst");
        Assert.True(pipeline.Counts.DecodedSmaller > photos.Count / 2);
        Assert.InRange(found.Mean, 33, 60);
        Assert.InRange(found.Worst, 24, 60);
    }

    [SkippableFact]
    public void Process_WithEitherFidelity_DrawsTheSameStepsAndBoxes()
    {
        SampleListing photos = Photos(take: 40);
        using var fast = new SamplePipeline(Options("{fidelity: fast, dctScale: auto}", Everything, 100), photos);
        using var reference = new SamplePipeline(Options("{}", Everything, 100), photos);
        SampleSink one = new(), other = new();
        for (int index = 0; index < photos.Count; index++)
        {
            fast.Process(index, 1, one);
            reference.Process(index, 1, other);
            Assert.Equal(other.Text, one.Text);
            Assert.Equal(other.Boxes, one.Boxes);
        }

        Assert.Equal(0, fast.Counts.Fidelity.Compared);
    }

    [SkippableFact]
    public void Process_WhetherComparedOrNot_GivesTheSameSample()
    {
        SampleListing photos = Photos(take: 50);
        using var compared = new SamplePipeline(Options("{fidelity: fast}", Everything, 100), photos) { FidelityInterval = 1 };
        using var plain = new SamplePipeline(Options("{fidelity: fast}", Everything, 100), photos) { FidelityInterval = 0 };
        SampleSink one = new(), other = new();
        for (int index = photos.Count - 1; index >= 0; index--)
        {
            compared.Process(index, 0, one);
            plain.Process(index, 0, other);
            Assert.Equal(other.Picture, one.Picture);
            Assert.Equal(other.Text, one.Text);
            Assert.Equal(other.Boxes, one.Boxes);
        }

        Assert.Equal(photos.Count, compared.Counts.Fidelity.Compared);
        Assert.Equal(0, plain.Counts.Fidelity.Compared);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(long.MaxValue, false)]
    public async Task Compare_OfALargePicture_WaitsForTheBudgetOfAllWorkers(long large, bool waits)
    {
        StageOptions options = Options("{fidelity: fast}", "", 40);
        var specimen = new JpegSpecimen { Shape = new ImageShape(90, 70), Factors = [22, 11, 11] };
        byte[] file = SeveralScansWriter.Write(specimen, ScanSpecimen.Progressive(3, new Random(4)), isProgressive: true);
        var budget = new MemoryBudget(1);
        using var decoder = new ImageDecoder(options.Decode);
        using var decoding = new BudgetedDecoder(decoder, budget, large);
        using var check = new FidelityCheck(options, decoder, decoding);
        var builder = new SampleListingBuilder();
        builder.AddSample("one.jpg", file.Length, 0, builder.AddBoxes([], []), 0);
        SampleListing listing = builder.Build(new LabelMap(["face"]), ["train"], ".", hasBoxes: false);
        var statistics = new FidelityStatistics();
        budget.Take(1);
        Task comparison = Task.Run(() => check.Compare(listing[0], (0, false), file, new ReadOnlyImageView(options.OutputShape, new byte[options.OutputShape.RgbBytes]), statistics));
        if (waits)
        {
            await Task.Delay(200);
            Assert.Equal((false, 0), (comparison.IsCompleted, statistics.Compared));
            budget.Return(1);
        }

        await comparison.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, statistics.Compared);
    }

    private static StageOptions Options(string decode, string steps, int side) => StageOptions.From(RecipeReader.Parse(
        $"version: 1\nseed: 3\nsource: {{images: .}}\ndecode: {decode}\ngeometry: {{output: [{side}, {side}], steps: [{steps}]}}\noutput: {{path: shards}}\n",
        "test", Path.GetTempPath(), RecipeVocabulary.Product));

    /// <summary>Every n-th photo, each with two boxes.</summary>
    private static SampleListing Photos(int take)
    {
        string folder = TestData.Require("photos", "images");
        var builder = new SampleListingBuilder();
        foreach (string path in Directory.GetFiles(folder).Order(StringComparer.Ordinal).Where((_, index) => index % take == 0))
        {
            int boxes = builder.AddBoxes([new BoxPixels(10, 20, 100, 90), new BoxPixels(60, 5, 90, 150)], [0, 0]);
            builder.AddSample(Path.GetFileName(path), new FileInfo(path).Length, 0, boxes, 2);
        }

        return builder.Build(new LabelMap(["face"]), ["train"], folder, hasBoxes: true);
    }

    private sealed class SampleSink : IFinishedSampleConsumer
    {
        public string Text { get; private set; } = "";

        public BoxCorners[] Boxes { get; private set; } = [];

        public byte[] Picture { get; private set; } = [];

        public void Accept(in FinishedSample sample)
        {
            Text = Encoding.UTF8.GetString(sample.Augmentation);
            Boxes = sample.Boxes.ToArray();
            Picture = sample.ImageBytes.ToArray();
        }
    }
}
