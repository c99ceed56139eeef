using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Geometry;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Tests.Geometry;

/// <summary>Every geometry step on every device: the bytes of the host's stage, and not a byte beside the pictures.</summary>
public sealed class DeviceGeometryStageTests
{
    private static readonly ImageShape[] s_sources = [new(1, 1), new(2, 3), new(5, 1), new(1, 7), new(17, 33), new(64, 48), new(301, 5)];
    private static readonly ImageShape[] s_largeSources = [.. s_sources, new(4097, 3), new(3, 4097), new(500, 375)];
    private static readonly RgbColor s_red = new(250, 10, 20);

    public static IEnumerable<object[]> Cases { get; } =
        [.. from kind in Enum.GetValues<TestDevice>() from name in Recipes().Keys select new object[] { kind, name }];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Run_OfARecipe_EqualsTheHost(TestDevice kind, string recipe)
    {
        ImageShape[] outputs = kind == TestDevice.HostTwin ? [new(1, 1), new(5, 1), new(19, 23)] : [new(1, 1), new(2, 3), new(5, 1), new(1, 7), new(17, 33), new(300, 300), new(4097, 3), new(3, 4097)];
        foreach (ImageShape output in outputs)
            Compare(kind, new GeometryOptions { Output = output, Steps = Recipes()[recipe] }, kind == TestDevice.HostTwin ? s_sources : s_largeSources);
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Run_OfBatchesOfEverySize_EqualsTheHost(TestDevice kind, string recipe)
    {
        IEnumerable<int> sizes = kind == TestDevice.HostTwin ? [1, 7, 3] : [1, 7, 256, 3];
        var options = new GeometryOptions { Output = new ImageShape(13, 9), Steps = Recipes()[recipe] };
        CompareBatches(kind, options, [.. sizes.Select(size => Enumerable.Range(0, size).Select(i => new ImageShape(1 + (i % 37), 1 + (i * 7 % 29))).ToArray())]);
    }

    private static Dictionary<string, GeometryStepOptions[]> Recipes() => new()
    {
        ["resize"] = [],
        ["crop"] = [new CropOptions { Area = new NumberRange(0.05, 0.9), Aspect = new NumberRange(0.3, 3) }],
        ["expand"] = [new ExpandOptions { Ratio = new NumberRange(1, 4), Probability = 0.7, Fill = s_red }],
        ["letterbox"] = [new LetterboxOptions { Fill = s_red }],
        ["expandLetterbox"] = [new ExpandOptions { Ratio = new NumberRange(1, 2), Probability = 0.8, Fill = s_red }, new LetterboxOptions { Fill = new RgbColor(1, 2, 3) }],
        ["flip"] = [new FlipOptions { Probability = 0.5 }],
        ["rotateEdge"] = [new RotateOptions { Degrees = new NumberRange(-180, 180), Probability = 0.8 }],
        ["rotateFill"] = [new RotateOptions { Degrees = new NumberRange(-180, 180), Probability = 0.8, Fill = s_red }],
        ["quarterTurns"] = [new RotateOptions { Degrees = new NumberRange(90, 90) }, new RotateOptions { Degrees = new NumberRange(180, 180), Fill = s_red }, new RotateOptions { Degrees = new NumberRange(0, 0) }],
        ["all"] =
        [
            new SsdCropOptions { Probability = 0.7 }, new ExpandOptions { Ratio = new NumberRange(1, 3), Probability = 0.5, Fill = s_red },
            new FlipOptions { Probability = 0.5 }, new LetterboxOptions { Fill = default }, new RotateOptions { Degrees = new NumberRange(-10, 10), Probability = 0.7 },
            new FlipOptions { Probability = 0.5 }, new RotateOptions { Degrees = new NumberRange(-10, 10), Probability = 0.5, Fill = s_red },
        ],
    };

    private static void Compare(TestDevice kind, GeometryOptions options, ImageShape[] sources) => CompareBatches(kind, options, [sources]);

    /// <summary>Batches one after the other by the same stage, so that what a larger one left behind is there for a smaller one.</summary>
    private static void CompareBatches(TestDevice kind, GeometryOptions options, IEnumerable<ImageShape[]> batches)
    {
        using GuardedDevice device = SharedDevices.Guarded(kind);
        using IComputeQueue queue = device.CreateQueue();
        using var stage = new DeviceGeometryStage(device, options);
        foreach (ImageShape[] sources in batches)
            CompareBatch(device, queue, stage, options, sources);
    }

    private static void CompareBatch(GuardedDevice device, IComputeQueue queue, DeviceGeometryStage stage, GeometryOptions options, ImageShape[] sources)
    {
        using var host = new GeometryStage(options, seed: 7);
        using var check = new PictureCheck(device, queue, options.Output, new byte[sources.Length][]);
        using IDeviceBuffer memory = device.Allocate(sources.Sum(source => source.RgbBytes));
        var expected = new byte[sources.Length][];
        long place = 0;
        stage.Begin(sources.Length);
        for (int i = 0; i < sources.Length; i++)
        {
            byte[] pixels = new byte[sources[i].RgbBytes];
            new Random(i).NextBytes(pixels);
            Plan(host, sources[i], i);
            PictureWindow read = stage.Add(host, place);
            host.Accept(new RowBand(0, sources[i].Height, pixels, sources[i].RowBytes));
            expected[i] = new byte[options.Output.RgbBytes];
            host.Finish(new ImageView(options.Output, expected[i]));
            Hide(pixels, sources[i], read);
            queue.Upload(pixels, memory, place);
            place += pixels.Length;
        }

        stage.Run(queue, memory, check.Batch);
        check.AssertHolds(queue, expected, string.Join(", ", options.Steps));
        device.CheckGuards();
    }

    /// <summary>Overwrites what the stage said it does not read.</summary>
    private static void Hide(byte[] pixels, ImageShape shape, PictureWindow read)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % shape.Width, y = i / 3 / shape.Width;
            if (x < read.X || x >= read.X + read.Width || y < read.Y || y >= read.Y + read.Height)
                pixels[i] = SharedDevices.Poison;
        }
    }

    private static void Plan(GeometryStage host, ImageShape shape, int number)
    {
        var sample = new SampleDescription
        {
            Index = number,
            Key = "a.jpg"u8,
            ImagePath = "a.jpg"u8,
            KeyHash = (ulong)number * 1_234_567,
            FileLength = 1,
            Split = 0,
            Boxes = [],
            Labels = [],
            ImageLabel = -1,
            BoxNumber = -1,
        };
        var log = new AugmentationLog();
        log.Clear();
        host.Plan(sample, shape, epoch: 0, augment: true, new ObjectList(), log);
    }
}
