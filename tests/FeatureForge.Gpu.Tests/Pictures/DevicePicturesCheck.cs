using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Pictures;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;

namespace FeatureForge.Gpu.Tests.Pictures;

/// <summary>Stages 2 and 3 of the host and of a device side by side, for batches of files.</summary>
internal sealed class DevicePicturesCheck : IDisposable
{
    private readonly GeometryOptions _options;
    private readonly IComputeDevice _device;
    private readonly IComputeQueue _queue;
    private readonly DevicePictures _pictures;
    private readonly ImageDecoder _host;
    private readonly GeometryStage _geometry;
    private readonly FastJpegDecoder _decoder = new();
    private readonly JpegCoefficients _coefficients = new();
    private readonly ObjectList _objects = new();
    private readonly AugmentationLog _log = new();
    private readonly HashSet<int> _divisors = [];
    private PictureCheck? _check;

    public DevicePicturesCheck(TestDevice kind, DecodeOptions decode, GeometryOptions options)
    {
        _options = options;
        _device = SharedDevices.Get(kind);
        _queue = _device.CreateQueue();
        _pictures = new DevicePictures(_device, options);
        _host = new ImageDecoder(decode);
        _geometry = new GeometryStage(options, seed: 7);
    }

    /// <summary>How many times smaller the files were decoded to planes; 0 stands for packed RGB.</summary>
    public IEnumerable<int> DivisorsSeen => _divisors;

    /// <summary>Makes all pictures on both sides and compares them.</summary>
    public void Compare(byte[][] files)
    {
        _check?.Dispose();
        _check = new PictureCheck(_device, _queue, _options.Output, new byte[files.Length][]);
        var expected = new List<byte[]>(files.Length);
        _pictures.Begin(files.Length);
        for (int i = 0; i < files.Length; i++)
        {
            DecodePlan plan = Plan(files[i], i);
            _divisors.Add(plan.Planes is null ? 0 : plan.Divisor);
            _geometry.PlanRows(plan.Rows, plan.Divisor);
            _host.Run(files[i], plan, _geometry.RowsNeeded, new byte[plan.ScratchBytes], _geometry);
            byte[] picture = new byte[_options.Output.RgbBytes];
            _geometry.Finish(new ImageView(_options.Output, picture));
            if (Add(files[i], plan))
                expected.Add(picture);
            else
                Assert.True(plan.Divisor > 1 && plan.Stored is { Width: < 8, Height: < 8 }, $"A file of {plan.Stored} was left to the host.");
        }

        _pictures.Run(_queue, _check.Batch);
        _check.AssertHolds(_queue, expected, $"{_options.Steps.Count} steps");
    }

    /// <summary>The device's part once more, with the files compared last.</summary>
    public void RunAgain(byte[][] files)
    {
        _pictures.Begin(files.Length);
        for (int i = 0; i < files.Length; i++)
            Add(files[i], Plan(files[i], i));
        _pictures.Run(_queue, _check!.Batch);
        _queue.Finish();
    }

    public void Dispose()
    {
        _check?.Dispose();
        _coefficients.Dispose();
        _decoder.Dispose();
        _geometry.Dispose();
        _host.Dispose();
        _pictures.Dispose();
        _queue.Dispose();
    }

    /// <summary>Plans a sample of a picture.</summary>
    public static void Plan(GeometryStage stage, ImageShape upright, int number = 0) => Plan(stage, upright, number, (new ObjectList(), new AugmentationLog()));

    private static void Plan(GeometryStage stage, ImageShape upright, int number, (ObjectList Objects, AugmentationLog Log) reused)
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
        reused.Log.Clear();
        reused.Objects.Clear();
        stage.PlanWindow(sample, upright, epoch: 0, augment: true, reused.Objects, reused.Log);
    }

    private DecodePlan Plan(byte[] file, int number)
    {
        DecodePlan plan = _host.Plan(file);
        Plan(_geometry, plan.Upright, number, (_objects, _log));
        return _host.Scaled(plan, _geometry.Reduction);
    }

    private bool Add(byte[] file, in DecodePlan plan)
    {
        Assert.True(_decoder.DecodeCoefficients(file, _coefficients) == JpegRefusal.None);
        if (!DevicePictures.Takes(_decoder, plan))
            return false;
        _pictures.Add(_geometry, plan, _decoder, _coefficients);
        return true;
    }
}
