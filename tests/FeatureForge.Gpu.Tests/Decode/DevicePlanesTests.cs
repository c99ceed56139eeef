using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;

namespace FeatureForge.Gpu.Tests.Decode;

/// <summary>Planes of samples on every device, at full size and made smaller: the samples of libjpeg-turbo.</summary>
public sealed class DevicePlanesTests
{
    private static readonly ImageShape[] s_shapes = [new(1, 1), new(2, 3), new(5, 1), new(1, 7), new(8, 8), new(17, 33), new(66, 47)];

    /// <summary>Every sampling that has planes: 4:4:4, 4:2:2, 4:4:0, 4:2:0, 4:1:1 and grey.</summary>
    private static readonly int[][] s_samplings = [[11, 11, 11], [21, 11, 11], [12, 11, 11], [22, 11, 11], [41, 11, 11], [11]];

    public static IEnumerable<object[]> Cases { get; } =
        [.. from kind in Enum.GetValues<TestDevice>() from divisor in new[] { 1, 2, 4, 8 } select new object[] { kind, divisor }];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Run_OfEverySampling_EqualsLibjpegTurbo(TestDevice kind, int divisor) => Compare(
        kind, divisor,
        [
            .. from shape in kind == TestDevice.HostTwin ? s_shapes : [.. s_shapes, new(4097, 3), new(3, 4097), new(300, 300)]
               where DeviceJpegDecoder.TakesDivisor(shape, divisor)
               from factors in s_samplings
               select new JpegSpecimen { Shape = shape, Factors = factors, Seed = shape.Width + factors[0] },
        ]);

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Run_OfCoefficientsThatWrapAround_EqualsLibjpegTurbo(TestDevice kind, int divisor) => Compare(
        kind, divisor,
        [
            .. from bits in new[] { 8, 10, 14 }
               from density in new[] { 0, 0.004, 0.02, 0.9 }
               from quantizer in new[] { 1, 255, 65535 }
               select new JpegSpecimen { Shape = new ImageShape(90, 70), Factors = [11, 11, 11], MagnitudeBits = bits, Density = density, LargestQuantizer = quantizer, Seed = bits + quantizer },
        ]);

    [Theory]
    [InlineData(1, 1, 1, true)]
    [InlineData(1, 1, 2, false)]
    [InlineData(3, 3, 2, false)]
    [InlineData(7, 7, 2, true)]
    [InlineData(8, 7, 2, true)]
    [InlineData(1, 8, 8, true)]
    [InlineData(5, 1, 4, false)]
    [InlineData(4, 4, 8, false)]
    public void TakesDivisor_OfAFewPixels_IsFalse(int width, int height, int divisor, bool takes) =>
        Assert.Equal(takes, DeviceJpegDecoder.TakesDivisor(new ImageShape(width, height), divisor));

    private static void Compare(TestDevice kind, int divisor, JpegSpecimen[] specimens)
    {
        IComputeDevice device = SharedDevices.Get(kind);
        using IComputeQueue queue = device.CreateQueue();
        using var host = new JpegDecoder(new DecodeOptions { Fidelity = DecodeFidelity.Fast });
        using var native = new TurboJpegDecompressor();
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        using var stage = new DeviceJpegDecoder(device);
        using IDeviceBuffer nothing = device.Allocate(1);
        var checks = new List<PlaneWindowCheck>();
        var random = new Random(divisor);
        stage.Begin();
        foreach (JpegSpecimen specimen in specimens)
        {
            byte[] file = JpegWriter.Write(specimen);
            DecodePlan plan = host.Plan(file) with { Divisor = divisor };
            Assert.NotNull(plan.Planes);
            JpegPlaneLayout layout = JpegPlaneRules.Layout(plan);
            byte[] samples = new byte[layout.Bytes];
            Assert.Equal(CodecStatus.Clean, native.DecompressPlanes(file, layout, samples));
            Assert.Equal(JpegRefusal.None, decoder.DecodeCoefficients(file, coefficients));
            bool hasChroma = plan.Rows.Layout == RowLayout.LumaChroma;
            PictureWindow luma = Window(random, plan.Rows.Shape), chroma = hasChroma ? Window(random, plan.Rows.ChromaShape) : default;
            PlanePlaces places = stage.AddPlanes(decoder, coefficients, divisor, new PlaneWindows(luma, chroma));
            string what = $"{specimen.Shape}, factors {string.Join(' ', specimen.Factors)}, seed {specimen.Seed}, density {specimen.Density}";
            checks.Add(new PlaneWindowCheck($"{what}, luma", samples, layout.LumaStride, places.Luma, luma));
            if (!hasChroma)
                continue;
            int first = (int)layout.ChromaOffset, bytes = (int)layout.ChromaBytes;
            checks.Add(new PlaneWindowCheck($"{what}, blue", samples[first..(first + bytes)], layout.ChromaStride, places.Blue, chroma));
            checks.Add(new PlaneWindowCheck($"{what}, red", samples[(first + bytes)..], layout.ChromaStride, places.Red, chroma));
        }

        stage.Run(queue, nothing);
        byte[] made = new byte[stage.Planes.ByteCount];
        queue.Download(stage.Planes, 0, made);
        Assert.All(checks, check => check.AssertHolds(made));
    }

    /// <summary>The whole plane, or a part of it.</summary>
    private static PictureWindow Window(Random random, ImageShape shape)
    {
        if (random.Next(3) == 0)
            return new PictureWindow(0, 0, shape.Width, shape.Height);
        int x = random.Next(shape.Width), y = random.Next(shape.Height);
        return new PictureWindow(x, y, random.Next(1, shape.Width - x + 1), random.Next(1, shape.Height - y + 1));
    }

    /// <summary>A window of a plane, and the samples that it must hold.</summary>
    private sealed record PlaneWindowCheck(string Name, byte[] Samples, int Stride, PicturePlace Place, PictureWindow Window)
    {
        public void AssertHolds(byte[] made)
        {
            for (int y = Window.Y; y < Window.Y + Window.Height; y++)
            {
                for (int x = Window.X; x < Window.X + Window.Width; x++)
                {
                    byte expected = Samples[(y * Stride) + x], actual = made[Place.FirstByte + ((long)y * Place.Stride) + x];
                    Assert.True(expected == actual, $"{Name}, {Window}: y {y}, x {x}: expected {expected}, got {actual}");
                }
            }
        }
    }
}
