using System.Text;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Photometric;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Photometric;

/// <summary>Every photometric step on every device: the bytes and the log of the host's stage, and not a byte beside the pictures.</summary>
public sealed class DevicePhotometricStageTests
{
    private const ulong Seed = 0x1234_5678_9ABC_DEF0;
    private static readonly ImageShape[] s_small = [new(1, 1), new(2, 3), new(5, 1), new(1, 7), new(17, 33)];
    private static readonly ImageShape[] s_all = [.. s_small, new(300, 300), new(4097, 3), new(3, 4097)];
    private static readonly string[] s_pointwise = ["brightness", "contrast", "gamma", "saturation", "hue", "backlight", "shadows", "noise"];
    private static readonly string[] s_mixed = ["backlight", "shadows", "blur", "brightness", "hue", "motionBlur", "noise", "blur", "gamma"];

    public static IEnumerable<object[]> Steps { get; } =
        [.. from kind in Enum.GetValues<TestDevice>() from step in PhotometricSteps.All select new object[] { kind, step.Name }];

    [SkippableTheory]
    [MemberData(nameof(Steps))]
    public void Run_OfOneStep_EqualsTheHost(TestDevice kind, string step)
    {
        foreach (ImageShape shape in ShapesOf(kind))
        {
            Compare(kind, [Options(step, description => Ends(description, high: false))], shape, 7);
            Compare(kind, [Options(step, description => Ends(description, high: true))], shape, 7);
            Compare(kind, [Options(step, _ => new() { ["p"] = 0.6 })], shape, 7);
            Compare(kind, [Options(step, _ => new() { ["p"] = 1.0 })], shape, 1);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfPointwiseSteps_EqualsTheHostInOnePass(TestDevice kind) => CompareRecipe(kind, s_pointwise);

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfStepsWithStencilsBetween_EqualsTheHost(TestDevice kind) => CompareRecipe(kind, s_mixed);

    [SkippableTheory]
    [MemberData(nameof(Steps))]
    public void Run_OfBatchesOfEverySize_EqualsTheHost(TestDevice kind, string step) =>
        Compare(kind, [Options(step, _ => new() { ["p"] = 0.6 })], new ImageShape(17, 9), kind == TestDevice.HostTwin ? [1, 7, 3] : [1, 7, 256, 3]);

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfManyImages_EqualsTheHost(TestDevice kind)
    {
        PhotometricStepOptions[] steps = [.. s_mixed.Select(step => Options(step, _ => new() { ["p"] = 0.5 }))];
        Compare(kind, steps, new ImageShape(17, 33), kind == TestDevice.HostTwin ? 20 : 256);
        Compare(kind, steps, new ImageShape(2, 3), 256, 1);
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void Run_OfBatchAfterBatch_ReusesItsMemory(TestDevice kind)
    {
        IComputeDevice device = SharedDevices.Get(kind);
        using IComputeQueue queue = device.CreateQueue();
        var shape = new ImageShape(17, 33);
        PhotometricStepOptions[] steps = [.. s_mixed.Select(step => Options(step, _ => []))];
        using var stage = new DevicePhotometricStage(device, steps, shape);
        using var pictures = new PictureBatch(device, shape, 8);
        var log = new AugmentationLog();
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            stage.Begin(8);
            for (int i = 0; i < 8; i++)
            {
                log.Clear();
                stage.Add(new SampleDraw(Seed, (ulong)i, 1), [], log);
            }

            stage.Run(queue, pictures);
            queue.Finish();
        }));
    }

    [Fact]
    public void Add_BeyondTheBatch_IsRefused()
    {
        using var stage = new DevicePhotometricStage(new Twin.TwinDevice(""), [], new ImageShape(1, 1));
        stage.Begin(1);
        stage.Add(default, [], new AugmentationLog());
        Assert.Throws<InvalidOperationException>(() => stage.Add(default, [], new AugmentationLog()));
    }

    private static void CompareRecipe(TestDevice kind, string[] steps)
    {
        foreach (ImageShape shape in ShapesOf(kind))
            Compare(kind, [.. steps.Select(step => Options(step, _ => new() { ["p"] = 0.6 }))], shape, 7);
    }

    private static void Compare(TestDevice kind, PhotometricStepOptions[] steps, ImageShape shape, params int[] sizes)
    {
        using GuardedDevice device = SharedDevices.Guarded(kind);
        using IComputeQueue queue = device.CreateQueue();
        using var stage = new DevicePhotometricStage(device, steps, shape);
        foreach (int images in sizes)
        {
            CompareBatch(device, queue, stage, steps, [.. Enumerable.Range(0, images).Select(image => Picture(shape, image))], shape);
            device.CheckGuards();
        }
    }

    private static void CompareBatch(IComputeDevice device, IComputeQueue queue, DevicePhotometricStage stage, PhotometricStepOptions[] steps, byte[][] pictures, ImageShape shape)
    {
        using var check = new PictureCheck(device, queue, shape, pictures);
        using var host = new PhotometricStage(steps, shape);
        var (log, hostLog) = (new AugmentationLog(), new AugmentationLog());
        stage.Begin(pictures.Length);
        for (int i = 0; i < pictures.Length; i++)
        {
            BoxPixels[] objects = i % 2 == 0 ? [new(shape.Width * 0.3f, shape.Height * 0.2f, shape.Width * 0.55f, shape.Height * 0.6f)] : [];
            log.Clear();
            hostLog.Clear();
            stage.Add(new SampleDraw(Seed, (ulong)i * 77, 3), objects, log);
            host.Run(new ImageView(shape, pictures[i]), objects, Seed, (ulong)i * 77, 3, hostLog);
            Assert.Equal(Encoding.UTF8.GetString(hostLog.Json), Encoding.UTF8.GetString(log.Json));
        }

        stage.Run(queue, check.Batch);
        check.AssertHolds(queue, pictures, string.Join(", ", (object[])steps));
    }

    private static ImageShape[] ShapesOf(TestDevice kind) => kind == TestDevice.HostTwin ? s_small : s_all;

    private static PhotometricStepOptions Options(string step, Func<StepDescription, Dictionary<string, object?>> values)
    {
        StepDescription description = PhotometricSteps.All.Single(candidate => candidate.Name == step);
        return (PhotometricStepOptions)description.Create(new StepValues(description.Keys, values(description)));
    }

    /// <summary>One end of each range that the step takes.</summary>
    private static Dictionary<string, object?> Ends(StepDescription description, bool high) => description.Keys.Where(key => key.Kind == ValueKind.Range).ToDictionary(
        key => key.Name,
        key => (object?)(high ? new NumberRange(key.Maximum, key.Maximum) : new NumberRange(key.Minimum, key.Minimum)));

    /// <summary>Ramps, hard edges, black, white and grain.</summary>
    private static byte[] Picture(ImageShape shape, int image)
    {
        var random = new Random((shape.Width * 31) + shape.Height + image);
        byte[] pixels = new byte[shape.RgbBytes];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % shape.Width;
            int y = i / 3 / shape.Width;
            int level = ((x * 3) + (y * 2) + (i % 3 * 40) + random.Next(30)) % 300;
            pixels[i] = ((x / 16) + (y / 16)) % 4 == 3 ? (byte)random.Next(256) : (byte)Math.Min(255, level);
        }

        return pixels;
    }
}
