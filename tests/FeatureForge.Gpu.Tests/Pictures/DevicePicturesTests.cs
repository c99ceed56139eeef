using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Geometry;
using FeatureForge.Gpu.Pictures;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Tests.Decode;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Pictures;

/// <summary>From files to output pictures in both fidelities on every device: the bytes of the host, and not a byte beside the pictures.</summary>
public sealed class DevicePicturesTests
{
    private static readonly DecodeOptions s_reference = new();
    private static readonly DecodeOptions s_fast = new() { Fidelity = DecodeFidelity.Fast };
    private static readonly DecodeOptions s_scaled = new() { Fidelity = DecodeFidelity.Fast, DctScale = DctScale.Auto };
    private static readonly ImageShape[] s_small = [new(1, 1), new(2, 3), new(5, 1), new(1, 7), new(17, 33), new(64, 48)];

    /// <summary>4:4:4, 4:2:2, 4:4:0, 4:2:0, 4:1:1, grey; then those without planes: 4:1:0 and grey with odd factors.</summary>
    private static readonly int[][] s_samplings = [[11, 11, 11], [21, 11, 11], [12, 11, 11], [22, 11, 11], [41, 11, 11], [11], [42, 11, 11], [22]];

    private static readonly GeometryStepOptions[] s_steps =
    [
        new CropOptions { Area = new NumberRange(0.1, 1), Aspect = new NumberRange(0.4, 2.5), Probability = 0.8 },
        new ExpandOptions { Ratio = new NumberRange(1, 2), Probability = 0.3, Fill = new RgbColor(250, 10, 20) }, new FlipOptions { Probability = 0.5 },
        new LetterboxOptions { Fill = new RgbColor(1, 2, 3) }, new RotateOptions { Degrees = new NumberRange(-20, 20), Probability = 0.4 },
    ];

    public static TheoryData<TestDevice, bool> Devices => new()
    {
        { TestDevice.OpenCl, false }, { TestDevice.OpenCl, true }, { TestDevice.Cuda, false }, { TestDevice.Cuda, true }, { TestDevice.HostTwin, false }, { TestDevice.HostTwin, true },
    };

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Run_WithPlanes_EqualsTheHost(TestDevice kind, bool scaled)
    {
        ImageShape[] shapes = kind == TestDevice.HostTwin ? s_small : [.. s_small, new(4097, 3), new(3, 4097), new(500, 375)];
        ImageShape[] outputs = kind == TestDevice.HostTwin ? [new(1, 1), new(10, 8), new(6, 5)] : [new(1, 1), new(5, 1), new(2, 3), new(19, 13), new(64, 48), new(300, 300)];
        byte[][] files = [.. from shape in shapes from factors in s_samplings select JpegWriter.Write(new JpegSpecimen { Shape = shape, Factors = factors, Seed = shape.Width })];
        var seen = new HashSet<int>();
        foreach (ImageShape output in outputs)
        {
            using var check = new DevicePicturesCheck(kind, scaled ? s_scaled : s_fast, new GeometryOptions { Output = output, Steps = [] });
            check.Compare(files);
            seen.UnionWith(check.DivisorsSeen);
        }

        int[] expected = scaled ? [0, 1, 2, 4, 8] : [0, 1];
        Assert.Equal(expected, seen.Order());
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Run_WithStepsAndTurnedFilesBetweenOthers_EqualsTheHost(TestDevice kind, bool scaled)
    {
        ImageShape[] outputs = kind == TestDevice.HostTwin ? [new(17, 11)] : [new(17, 11), new(60, 44), new(1, 7)];
        byte[][] files = [.. Files(kind == TestDevice.HostTwin ? [new(35, 41)] : [new(35, 41), new(150, 230), new(7, 150)])];
        foreach (ImageShape output in outputs)
        {
            using var check = new DevicePicturesCheck(kind, scaled ? s_scaled : s_reference, new GeometryOptions { Output = output, Steps = s_steps });
            check.Compare(files);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Devices))]
    public void Run_OfCoefficientsThatWrapAround_EqualsTheHost(TestDevice kind, bool scaled)
    {
        byte[][] files =
        [
            .. from bits in new[] { 8, 10, 14 }
               from density in new[] { 0, 0.02, 0.9 }
               from factors in new[] { s_samplings[0], s_samplings[3] }
               select JpegWriter.Write(new JpegSpecimen { Shape = new ImageShape(90, 70), Factors = factors, MagnitudeBits = bits, Density = density, LargestQuantizer = bits == 8 ? 255 : 65535, Seed = bits }),
        ];
        foreach (ImageShape output in (ImageShape[])[new(40, 30), new(20, 16), new(9, 7), new(4, 3)])
        {
            using var check = new DevicePicturesCheck(kind, scaled ? s_scaled : s_fast, new GeometryOptions { Output = output, Steps = [] });
            check.Compare(files);
        }
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl, 1)]
    [InlineData(TestDevice.OpenCl, 7)]
    [InlineData(TestDevice.OpenCl, 256)]
    [InlineData(TestDevice.Cuda, 1)]
    [InlineData(TestDevice.Cuda, 7)]
    [InlineData(TestDevice.Cuda, 256)]
    public void Run_OfBatchesOfAnySize_EqualsTheHost(TestDevice kind, int images)
    {
        byte[][] files =
        [
            .. from i in Enumerable.Range(0, images)
               let file = JpegWriter.Write(new JpegSpecimen { Shape = new ImageShape(1 + (i * 11 % 97), 1 + (i * 5 % 83)), Factors = s_samplings[i % s_samplings.Length], Seed = i })
               select i % 3 == 0 ? DrawnFiles.WithOrientation(file, 1 + (i / 3 % 8)) : file,
        ];
        using var check = new DevicePicturesCheck(kind, s_scaled, new GeometryOptions { Output = new ImageShape(13, 9), Steps = s_steps });
        check.Compare(files);
        check.Compare(files[..1]);
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void Run_OfBatchAfterBatch_AllocatesNothing(TestDevice kind)
    {
        byte[][] files = [.. Files([new(35, 41)])];
        using var check = new DevicePicturesCheck(kind, s_scaled, new GeometryOptions { Output = new ImageShape(13, 9), Steps = s_steps });
        check.Compare(files);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => check.RunAgain(files)));
    }

    [Fact]
    public void AddPlanes_OutOfTurnOrOfAnotherPicture_IsRefused()
    {
        var device = new Twin.TwinDevice("");
        var options = new GeometryOptions { Output = new ImageShape(4, 4), Steps = [] };
        using IComputeQueue queue = device.CreateQueue();
        using var planned = new GeometryStage(options, seed: 7);
        using var stage = new DeviceGeometryStage(device, options);
        using var pictures = new PictureBatch(device, options.Output, 2);
        using IDeviceBuffer memory = device.Allocate(200);
        DevicePicturesCheck.Plan(planned, new ImageShape(20, 10));
        stage.Begin(2);
        Assert.Throws<InvalidOperationException>(() => stage.PlacePlanes(default));
        Assert.Throws<ArgumentException>(() => stage.AddPlanes(planned, RowFormat.Rgb(new ImageShape(20, 10)), 1));
        Assert.Throws<ArgumentException>(() => stage.AddPlanes(planned, RowFormat.Luma(new ImageShape(20, 10)), 2));
        PlaneWindows windows = stage.AddPlanes(planned, RowFormat.Luma(new ImageShape(20, 10)), 1);
        Assert.Equal(new PlaneWindows(new PictureWindow(0, 0, 20, 10), default), windows);
        Assert.Throws<InvalidOperationException>(() => stage.Add(planned, 0));
        Assert.Throws<InvalidOperationException>(() => stage.Run(queue, memory, pictures, memory));
        Assert.Throws<ArgumentException>(() => stage.PlacePlanes(new PlanePlaces(new PicturePlace(-1, 20), default, default)));
        stage.PlacePlanes(new PlanePlaces(new PicturePlace(1, 20), default, default));
        Assert.Throws<ArgumentException>(() => stage.Run(queue, memory, pictures, memory));
        Assert.Throws<ArgumentException>(() => stage.Run(queue, memory, pictures));
    }

    [Fact]
    public void Add_OfAnotherPicture_IsRefused()
    {
        var device = new Twin.TwinDevice("");
        var options = new GeometryOptions { Output = new ImageShape(4, 4), Steps = [] };
        using var planned = new GeometryStage(options, seed: 7);
        using var pictures = new DevicePictures(device, options);
        using var planes = new DeviceJpegDecoder(device);
        using var host = new JpegDecoder(s_fast);
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        byte[] file = JpegWriter.Write(new JpegSpecimen { Shape = new ImageShape(20, 10), Factors = [22, 11, 11] });
        DecodePlan plan = host.Plan(file);
        Assert.Equal(JpegRefusal.None, decoder.DecodeCoefficients(file, coefficients));
        DevicePicturesCheck.Plan(planned, new ImageShape(20, 11));
        pictures.Begin(1);
        Assert.Throws<ArgumentException>(() => pictures.Add(planned, plan, decoder, coefficients));
        Assert.False(DevicePictures.Takes(decoder, plan with { Stored = new ImageShape(21, 10) }));
        Assert.False(DevicePictures.Takes(decoder, plan with { Format = ImageFormat.Png }));
        planes.Begin();
        PictureWindow luma = new(0, 0, 20, 10), chroma = new(0, 0, 10, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => planes.AddPlanes(decoder, coefficients, 3, new PlaneWindows(luma, chroma)));
        Assert.Throws<ArgumentException>(() => planes.AddPlanes(decoder, coefficients, 1, new PlaneWindows(luma, chroma with { Width = 11 })));
        Assert.Throws<ArgumentException>(() => planes.AddPlanes(decoder, coefficients, 2, new PlaneWindows(luma, chroma)));
    }

    /// <summary>Drawn pictures in every orientation, and every sampling upright.</summary>
    private static IEnumerable<byte[]> Files(ImageShape[] shapes)
    {
        foreach (ImageShape shape in shapes)
        {
            for (int orientation = 1; orientation <= 8; orientation++)
                yield return DrawnFiles.WithOrientation(DrawnFiles.Jpeg(shape, orientation % 2 == 0 ? ChromaSampling.Chroma420 : ChromaSampling.Chroma422), orientation);
            foreach (int[] factors in s_samplings)
                yield return JpegWriter.Write(new JpegSpecimen { Shape = shape, Factors = factors });
            yield return JpegWriter.Write(new JpegSpecimen { Shape = shape, Factors = s_samplings[0], AdobeTransform = 0 });
        }
    }
}
