using System.Buffers.Binary;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Options;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Geometry;
using FeatureForge.Gpu.Photometric;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests;

/// <summary>Stages 2 to 4 one behind the other on a device, from the coefficients of files to output pictures: the bytes of the host's stages.</summary>
public sealed class StageChainTests
{
    private const ulong Seed = 99;
    private static readonly ImageShape s_output = new(60, 44);
    private static readonly ImageShape[] s_shapes = [new(1, 1), new(17, 33), new(64, 48), new(125, 83), new(7, 150)];

    private static readonly GeometryOptions s_geometry = new()
    {
        Output = s_output,
        Steps =
        [
            new CropOptions { Area = new NumberRange(0.3, 1), Probability = 0.7 }, new ExpandOptions { Ratio = new NumberRange(1, 2), Probability = 0.4 },
            new FlipOptions { Probability = 0.5 }, new LetterboxOptions(), new RotateOptions { Degrees = new NumberRange(-15, 15), Probability = 0.6 },
        ],
    };

    private static readonly PhotometricStepOptions[] s_photometric =
    [
        new BacklightOptions { Probability = 0.4 }, new ShadowsOptions { Probability = 0.4 }, new BrightnessOptions { Probability = 0.5 }, new HueOptions { Probability = 0.5 },
        new BlurOptions { Probability = 0.5 }, new MotionBlurOptions { Probability = 0.4 }, new NoiseOptions { Probability = 0.6 },
    ];

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_FromCoefficientsToPictures_EqualsTheHost(TestDevice kind)
    {
        using GuardedDevice device = SharedDevices.Guarded(kind);
        byte[][] files = [.. s_shapes.SelectMany(Files)];
        using IComputeQueue queue = device.CreateQueue();
        using var stages = new DeviceStages(device);
        foreach (int images in kind == TestDevice.HostTwin ? (int[])[files.Length] : [files.Length, 1, 7, 256])
        {
            using var check = new PictureCheck(device, queue, s_output, new byte[images][]);
            byte[][] expected = stages.Run(queue, [.. Enumerable.Range(0, images).Select(i => files[i % files.Length])], check.Batch);
            check.AssertHolds(queue, expected, $"chain of {images}");
            device.CheckGuards();
        }
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void Run_OfBatchAfterBatch_AllocatesNothing(TestDevice kind)
    {
        IComputeDevice device = SharedDevices.Get(kind);
        using IComputeQueue queue = device.CreateQueue();
        using var decoding = new DeviceJpegDecoder(device);
        using var geometry = new DeviceGeometryStage(device, s_geometry);
        using var pictures = new PictureBatch(device, s_output, 4);
        using var host = new HostStages();
        byte[] file = Encoded(new ImageShape(125, 83), ChromaSampling.Chroma420);
        host.Run(file, 5);
        using IDeviceBuffer memory = device.Allocate(4 * host.Shape.RgbBytes);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            decoding.Begin();
            geometry.Begin(4);
            for (int i = 0; i < 4; i++)
                decoding.Add(host.Decoder, host.Coefficients, geometry.Add(host.Geometry, i * host.Shape.RgbBytes), i * host.Shape.RgbBytes);
            decoding.Run(queue, memory);
            geometry.Run(queue, memory, pictures);
            queue.Finish();
        }));
    }

    [Fact]
    public void Run_IntoTooLittleMemory_IsRefused()
    {
        var device = new Twin.TwinDevice("");
        using IComputeQueue queue = device.CreateQueue();
        using var decoding = new DeviceJpegDecoder(device);
        using var geometry = new DeviceGeometryStage(device, s_geometry);
        using var pictures = new PictureBatch(device, s_output, 1);
        using var host = new HostStages();
        host.Run(Encoded(new ImageShape(20, 10), ChromaSampling.Grey), 1);
        using IDeviceBuffer memory = device.Allocate(599);
        decoding.Begin();
        geometry.Begin(1);
        decoding.Add(host.Decoder, host.Coefficients, geometry.Add(host.Geometry, 0), 0);
        Assert.Throws<InvalidOperationException>(() => geometry.Add(host.Geometry, 0));
        Assert.Throws<ArgumentException>(() => decoding.Add(host.Decoder, host.Coefficients, new PictureWindow(1, 0, 20, 10), 0));
        Assert.Throws<ArgumentException>(() => decoding.Run(queue, memory));
        Assert.Throws<ArgumentException>(() => geometry.Run(queue, memory, pictures));
    }

    /// <summary>A drawn picture by libjpeg-turbo in each sampling that it is asked for, and the other samplings from coefficients.</summary>
    private static IEnumerable<byte[]> Files(ImageShape shape)
    {
        foreach (ChromaSampling sampling in (ChromaSampling[])[ChromaSampling.Chroma444, ChromaSampling.Chroma422, ChromaSampling.Chroma420, ChromaSampling.Grey])
            yield return Encoded(shape, sampling);
        foreach (int[] factors in (int[][])[[12, 11, 11], [41, 11, 11], [42, 11, 11]])
            yield return JpegWriter.Write(new JpegSpecimen { Shape = shape, Factors = factors });
    }

    private static byte[] Encoded(ImageShape shape, ChromaSampling sampling)
    {
        // A bare machine that only tests its device may lack the codec; coefficients do as well.
        if (!NativeLibraries.TurboJpeg.IsAvailable)
            return JpegWriter.Write(new JpegSpecimen { Shape = shape, Factors = FactorsOf(sampling) });
        byte[] pixels = new byte[shape.RgbBytes];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % shape.Width, y = i / 3 / shape.Width;
            pixels[i] = (byte)(i % 3 == 0 ? x * 255 / shape.Width : i % 3 == 1 ? y * 255 / shape.Height : ((x / 4) + (y / 3)) % 2 * 200);
        }

        using var compressor = new TurboJpegCompressor();
        using var buffer = new GrowableBuffer();
        int bytes = compressor.Compress(new ReadOnlyImageView(shape, pixels), 85, sampling, buffer);
        return buffer.Ensure(bytes).ToArray();
    }

    private static int[] FactorsOf(ChromaSampling sampling) => sampling switch
    {
        ChromaSampling.Grey => [11],
        ChromaSampling.Chroma444 => [11, 11, 11],
        ChromaSampling.Chroma422 => [21, 11, 11],
        _ => [22, 11, 11],
    };

    /// <summary>The device's stages, planned by the host's.</summary>
    private sealed class DeviceStages(IComputeDevice device) : IDisposable
    {
        private readonly DeviceJpegDecoder _decoding = new(device);
        private readonly DeviceGeometryStage _geometry = new(device, s_geometry);
        private readonly DevicePhotometricStage _photometric = new(device, s_photometric, s_output);
        private readonly GrowingBuffer _sources = new(device);
        private readonly HostStages _host = new();

        /// <summary>Queues a batch and gives what the host makes of it.</summary>
        public byte[][] Run(IComputeQueue queue, byte[][] files, PictureBatch pictures)
        {
            var log = new AugmentationLog();
            var expected = new byte[files.Length][];
            long place = 0;
            _decoding.Begin();
            _geometry.Begin(files.Length);
            _photometric.Begin(files.Length);
            for (int i = 0; i < files.Length; i++)
            {
                expected[i] = _host.Run(files[i], (ulong)i);
                PictureWindow read = _geometry.Add(_host.Geometry, place);
                _decoding.Add(_host.Decoder, _host.Coefficients, read, place);
                place += _host.Shape.RgbBytes;
                log.Clear();
                _photometric.Add(new SampleDraw(Seed, (ulong)i, 0), [], log);
            }

            IDeviceBuffer memory = _sources.Ensure(place, queue);
            _decoding.Run(queue, memory);
            _geometry.Run(queue, memory, pictures);
            _photometric.Run(queue, pictures);
            return expected;
        }

        public void Dispose()
        {
            foreach (IDisposable part in (ReadOnlySpan<IDisposable>)[_decoding, _geometry, _photometric, _sources, _host])
                part.Dispose();
        }
    }

    /// <summary>The host's stages; what they planned for a file is there until the next one.</summary>
    private sealed class HostStages : IDisposable
    {
        private readonly PhotometricStage _photometric = new(s_photometric, s_output);

        public GeometryStage Geometry { get; } = new(s_geometry, Seed);

        public FastJpegDecoder Decoder { get; } = new();

        public JpegCoefficients Coefficients { get; } = new();

        public ImageShape Shape { get; private set; }

        public byte[] Run(byte[] file, ulong keyHash)
        {
            int header = FrameHeader(file);
            Shape = new ImageShape(BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(header + 7)), BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(header + 5)));
            byte[] picture = new byte[Shape.RgbBytes + FastJpegDecoder.PictureSlack];
            Assert.Equal(JpegRefusal.None, Decoder.DecodePicture(file, picture));
            Assert.Equal(JpegRefusal.None, Decoder.DecodeCoefficients(file, Coefficients));
            Assert.True(DeviceJpegDecoder.Takes(Decoder));
            var sample = new SampleDescription
            {
                Index = 0,
                Key = "a.jpg"u8,
                ImagePath = "a.jpg"u8,
                KeyHash = keyHash,
                FileLength = file.Length,
                Split = 0,
                Boxes = [],
                Labels = [],
                ImageLabel = -1,
                BoxNumber = -1,
            };
            var log = new AugmentationLog();
            log.Clear();
            Geometry.Plan(sample, Shape, epoch: 0, augment: true, new ObjectList(), log);
            Geometry.Accept(new RowBand(0, Shape.Height, picture, Shape.RowBytes));
            byte[] output = new byte[s_output.RgbBytes];
            Geometry.Finish(new ImageView(s_output, output));
            _photometric.Run(new ImageView(s_output, output), [], Seed, keyHash, 0, log);
            return output;
        }

        /// <summary>Offset of the marker that says the size.</summary>
        private static int FrameHeader(byte[] file)
        {
            int position = 2;
            while (file[position + 1] is not (0xC0 or 0xC1))
                position += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(position + 2));
            return position;
        }

        public void Dispose()
        {
            _photometric.Dispose();
            Geometry.Dispose();
            Decoder.Dispose();
            Coefficients.Dispose();
        }
    }
}
