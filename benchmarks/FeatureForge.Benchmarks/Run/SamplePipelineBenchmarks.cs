using System.Text;
using BenchmarkDotNet.Attributes;
using FeatureForge.Benchmarks.Inputs;
using FeatureForge.Cli.Commands;
using FeatureForge.Cli.Synth;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;

namespace FeatureForge.Benchmarks.Run;

/// <summary>
/// One photo through the whole recipe of <c>featureforge synth</c>, from file (in the file cache) to framed record, one worker; mean of
/// 24 drawn photos of common sizes, two of them PNG. Baseline: reading and decoding alone.
/// </summary>
public class SamplePipelineBenchmarks
{
    private const int Photos = 24;
    private readonly GrowableBuffer _file = new();
    private readonly GrowableBuffer _scratch = new();
    private readonly RowSink _rows = new();
    private ScratchFolder _folder = null!;
    private SampleListing _listing = null!;
    private SamplePipeline _pipeline = null!;
    private RecordSink _sink = null!;
    private ImageDecoder _decoder = null!;
    private byte[] _imagesFolder = [];

    /// <summary>Draws the photos and makes every record twice: what came before must not show.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = new ScratchFolder();
        new SynthFolder(_folder.Location, new NativePictureWriter()).Write(new SynthOptions { Count = Photos });
        Recipe recipe = RecipeReader.Read(_folder[SynthFolder.RecipeFile], RecipeVocabulary.Product);
        _listing = SourceLister.List(recipe.Source, SourceFolders.Resolve(recipe.Folder, recipe.Source), oneSamplePerBox: false).Samples;
        _imagesFolder = Encoding.UTF8.GetBytes(_listing.ImagesFolder);
        StageOptions options = StageOptions.From(recipe);
        _pipeline = new SamplePipeline(options, _listing);
        _decoder = new ImageDecoder(options.Decode);
        _sink = new RecordSink(new RecordEncoder(recipe.Output.Profile, _listing.LabelMap));
        MatchFirst.Equal<uint>([.. Enumerable.Range(0, Photos).Select(ChecksumOf)], [.. Enumerable.Range(0, Photos).Reverse().Select(ChecksumOf).Reverse()]);
        AllocatesNothing.Check(FileToRecord);
    }

    /// <summary>Reading the file and decoding it.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Photos)]
    public void ReadAndDecode()
    {
        for (int i = 0; i < Photos; i++)
        {
            FileReader.Read(_imagesFolder, _listing[i].ImagePath, _file, out int length);
            ReadOnlySpan<byte> file = _file.Ensure(length);
            DecodePlan plan = _decoder.Plan(file);
            _decoder.Run(file, plan, new RowRange(0, plan.Upright.Height), _scratch.Ensure(plan.ScratchBytes), _rows);
        }
    }

    /// <summary>The whole recipe.</summary>
    [Benchmark(OperationsPerInvoke = Photos)]
    public void FileToRecord()
    {
        for (int i = 0; i < Photos; i++)
            _pipeline.Process(i, 0, _sink);
    }

    /// <summary>Gives memory and folder back.</summary>
    [GlobalCleanup]
    public void Close()
    {
        _pipeline.Dispose();
        _sink.Dispose();
        _decoder.Dispose();
        _file.Dispose();
        _scratch.Dispose();
        _folder.Dispose();
    }

    private uint ChecksumOf(int index)
    {
        _pipeline.Process(index, 0, _sink);
        return Crc32C.Compute(_sink.Record.Framed);
    }
}
