using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;

namespace FeatureForge.Gpu.Tests.Decode;

/// <summary>Inverse transform, upsampling and colour on every device: the bytes of the host's decoder, and not a byte outside the windows.</summary>
public sealed class DeviceJpegDecoderTests
{
    private static readonly ImageShape[] s_small = [new(1, 1), new(2, 3), new(5, 1), new(1, 7), new(17, 33)];
    private static readonly ImageShape[] s_all = [.. s_small, new(300, 300), new(4097, 3), new(3, 4097), new(8, 8), new(16, 16), new(37, 65)];

    /// <summary>Sampling factors of each component: 4:4:4, 4:2:2, 4:4:0, 4:2:0, 4:1:1, 4:1:0, grey, grey with odd factors.</summary>
    private static readonly int[][] s_samplings = [[11, 11, 11], [21, 11, 11], [12, 11, 11], [22, 11, 11], [41, 11, 11], [42, 11, 11], [11], [22]];

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfEverySampling_EqualsTheHost(TestDevice kind)
    {
        foreach (ImageShape shape in kind == TestDevice.HostTwin ? s_small : s_all)
            Compare(kind, [.. s_samplings.Select((factors, i) => new JpegSpecimen { Shape = shape, Factors = factors, Seed = i + shape.Width })], whole: true);
    }

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfRedGreenAndBlue_EqualsTheHost(TestDevice kind) => Compare(
        kind, [.. s_samplings[..4].Select(factors => new JpegSpecimen { Shape = new ImageShape(41, 27), Factors = factors, AdobeTransform = 0 })], whole: true);

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfCoefficientsThatWrapAround_EqualsTheHost(TestDevice kind) => Compare(
        kind,
        [
            .. from bits in new[] { 8, 10, 14 }
               from density in new[] { 0, 0.02, 0.9 }
               select new JpegSpecimen { Shape = new ImageShape(50, 40), Factors = [11, 11, 11], AdobeTransform = 0, MagnitudeBits = bits, Density = density, LargestQuantizer = bits == 8 ? 255 : 65535, Seed = bits },
        ],
        whole: true);

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfWindows_WritesOnlyThose(TestDevice kind) =>
        Compare(kind, [.. s_samplings.Select((factors, i) => new JpegSpecimen { Shape = new ImageShape(61, 45), Factors = factors, Seed = i })], whole: false);

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfBatchesOfEverySize_EqualsTheHost(TestDevice kind)
    {
        IEnumerable<int> sizes = kind == TestDevice.HostTwin ? [1, 7, 3] : [1, 7, 256, 3];
        CompareBatches(kind, [.. sizes.Select(size => Enumerable.Range(0, size).Select(Small).ToArray())], whole: true);
    }

    [Theory]
    [InlineData(new[] { 11, 22, 11 })]
    [InlineData(new[] { 22, 21, 11 })]
    public void Takes_OfUnusualSamplings_IsFalse(int[] factors)
    {
        using var decoder = new FastJpegDecoder();
        JpegRefusal refusal = decoder.Read(JpegWriter.Write(new JpegSpecimen { Shape = new ImageShape(20, 20), Factors = factors }));
        Assert.Equal(JpegRefusal.None, refusal);
        Assert.False(DeviceJpegDecoder.Takes(decoder));
    }

    private static JpegSpecimen Small(int number) =>
        new() { Shape = new ImageShape(1 + (number % 31), 1 + (number * 5 % 27)), Factors = s_samplings[number % s_samplings.Length], Seed = number };

    private static void Compare(TestDevice kind, JpegSpecimen[] specimens, bool whole) => CompareBatches(kind, [specimens], whole);

    /// <summary>Batches one after the other by the same stage, so that what a larger one left behind is there for a smaller one.</summary>
    private static void CompareBatches(TestDevice kind, IEnumerable<JpegSpecimen[]> batches, bool whole)
    {
        using GuardedDevice device = SharedDevices.Guarded(kind);
        using IComputeQueue queue = device.CreateQueue();
        using var stage = new DeviceJpegDecoder(device);
        foreach (JpegSpecimen[] specimens in batches)
            CompareBatch(device, queue, stage, specimens, whole);
    }

    private static void CompareBatch(GuardedDevice device, IComputeQueue queue, DeviceJpegDecoder stage, JpegSpecimen[] specimens, bool whole)
    {
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        long total = specimens.Sum(specimen => specimen.Shape.RgbBytes + 3);
        using IDeviceBuffer memory = device.Allocate(total);
        byte[] expected = new byte[total];
        Array.Fill(expected, (byte)0xA5);
        queue.Upload(expected, memory);
        int place = 0;
        stage.Begin();
        foreach (JpegSpecimen specimen in specimens)
        {
            byte[] file = JpegWriter.Write(specimen);
            byte[] picture = new byte[specimen.Shape.RgbBytes + FastJpegDecoder.PictureSlack];
            Assert.Equal(JpegRefusal.None, decoder.DecodePicture(file, picture));
            Assert.Equal(JpegRefusal.None, decoder.DecodeCoefficients(file, coefficients));
            PictureWindow window = whole ? new(0, 0, specimen.Shape.Width, specimen.Shape.Height) : new(7, 5, specimen.Shape.Width - 9, specimen.Shape.Height - 8);
            stage.Add(decoder, coefficients, window, place);
            for (int y = window.Y; y < window.Y + window.Height; y++)
            {
                int row = (y * specimen.Shape.RowBytes) + (window.X * 3);
                picture.AsSpan(row, window.Width * 3).CopyTo(expected.AsSpan(place + row));
            }

            place += (int)specimen.Shape.RgbBytes + 3;
        }

        stage.Run(queue, memory);
        byte[] actual = new byte[total];
        queue.Download(memory, 0, actual);
        AssertSame(expected, actual, specimens);
        device.CheckGuards();
    }

    private static void AssertSame(byte[] expected, byte[] actual, JpegSpecimen[] specimens)
    {
        int at = expected.AsSpan().CommonPrefixLength(actual);
        if (at == expected.Length)
            return;
        int first = 0;
        foreach (JpegSpecimen specimen in specimens)
        {
            int bytes = (int)specimen.Shape.RgbBytes + 3;
            if (at < first + bytes)
                Assert.Fail($"{specimen.Shape}, factors {string.Join(' ', specimen.Factors)}: y {(at - first) / 3 / specimen.Shape.Width}, x {(at - first) / 3 % specimen.Shape.Width}, channel {(at - first) % 3}: expected {expected[at]}, got {actual[at]}");
            first += bytes;
        }
    }
}
