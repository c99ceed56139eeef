using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Native;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Run;

[Collection(AloneCollection.Name)]
public class SamplePipelineTests
{
    private const string Example = """
        version: 1
        seed: 7
        source: {images: photos, annotations: faces.csv}
        geometry: {output: [300, 300], steps: [{ssdCrop: {minIou: [0.1, 0.3, 0.5, 0.7, 0.9]}}, {flip: {p: 0.5}}, {rotate: {degrees: [-10, 10], p: 0.5}}]}
        photometric: [{backlight: {p: 0.5}}, {shadows: {p: 0.5}}, {brightness: {p: 0.5}}, {contrast: {p: 0.5}}, {blur: {p: 0.5}}, {motionBlur: {p: 0.5}}, {noise: {p: 0.5}}]
        targets: {anchors: ssd300}
        output: {path: shards}
        """;

    private const string Fast = Example + "\ndecode: {fidelity: fast, dctScale: auto}";

    [Theory]
    [InlineData(Example)]
    [InlineData(Fast)]
    public void Process_InSteadyState_AllocatesNothingFromFileToRecord(string recipe)
    {
        using var folder = new TemporaryFolder();
        using var setup = new Setup(folder, recipe);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int epoch = 0; epoch < 40; epoch++)
                setup.Process(epoch);
        }));
    }

    [Theory]
    [InlineData(Example)]
    [InlineData(Fast)]
    public void Process_OfTheSameSampleTwice_GivesTheSameRecordWhateverCameBetween(string recipe)
    {
        using var folder = new TemporaryFolder();
        using var setup = new Setup(folder, recipe);
        byte[] first = setup.Record(index: 1, epoch: 3);
        setup.Record(index: 0, epoch: 9);
        setup.Record(index: 2, epoch: 1);
        Assert.Equal(first, setup.Record(index: 1, epoch: 3));
        Assert.NotEqual(first, setup.Record(index: 1, epoch: 4));
    }

    [Fact]
    public void Dispose_AfterUse_ReturnsEveryBuffer()
    {
        long before = BufferPool.Outstanding;
        using (var folder = new TemporaryFolder())
        using (var setup = new Setup(folder, Example))
            setup.Process(0);
        Assert.True(BufferPool.Outstanding <= before, $"{BufferPool.Outstanding - before} buffers were not returned");
    }

    private sealed class Setup : IFinishedSampleConsumer, IDisposable
    {
        private readonly SamplePipeline _pipeline;
        private readonly RecordEncoder _encoder;
        private readonly RecordBuffer _record = new();
        private readonly int _count;

        public Setup(TemporaryFolder folder, string recipeText)
        {
            Directory.CreateDirectory(folder["photos"]);
            DrawPhotos(folder);
            var recipe = RecipeReader.Parse(recipeText, "test", folder.Path, RecipeVocabulary.Product);
            SampleListing samples = SourceLister.List(recipe.Source, SourceFolders.Resolve(folder.Path, recipe.Source), oneSamplePerBox: false).Samples;
            _pipeline = new SamplePipeline(StageOptions.From(recipe), samples);
            _encoder = new RecordEncoder(RecordProfile.TensorFlowObjectDetection, samples.LabelMap);
            _count = samples.Count;
        }

        public void Process(int epoch)
        {
            for (int index = 0; index < _count; index++)
                _pipeline.Process(index, epoch, this);
        }

        public byte[] Record(int index, int epoch)
        {
            _pipeline.Process(index, epoch, this);
            return _record.Framed.ToArray();
        }

        public void Accept(in FinishedSample sample) => _encoder.Encode(sample, _record);

        public void Dispose()
        {
            _pipeline.Dispose();
            _record.Dispose();
        }

        // A slope of colours is enough: no test here looks at what is on the photos.
        private static void DrawPhotos(TemporaryFolder folder)
        {
            using var jpeg = new TurboJpegCompressor();
            using var bytes = new GrowableBuffer();
            var rows = new List<string> { "image,xmin,ymin,xmax,ymax,label" };
            foreach (var (number, width, height) in new[] { (0, 400, 300), (1, 211, 357), (2, 640, 333) })
            {
                var pixels = new byte[width * height * 3];
                for (int i = 0; i < pixels.Length; i++)
                    pixels[i] = (byte)((i / 3 % width) + (i % 3 * 40) + (i / (width * 3)));
                int length = jpeg.Compress(new ReadOnlyImageView(new(width, height), pixels), 90, ChromaSampling.Chroma420, bytes);
                File.WriteAllBytes(folder["photos", $"{number}.jpg"], bytes.Ensure(length)[..length].ToArray());
                rows.Add($"{number}.jpg,50,60,150,180,face");
                rows.Add($"{number}.jpg,10,10,40,60,face");
            }

            File.WriteAllLines(folder["faces.csv"], rows);
        }
    }
}
