using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;
using FeatureForge.Pipeline.Tests.Decode.Jpeg;

namespace FeatureForge.Gpu.Tests.Decode;

/// <summary>Inverse transform, upsampling and colour on every device: the bytes of the host's decoder, and not a byte outside the windows.</summary>
public sealed class DeviceJpegDecoderTests
{
    private const int Guard = 3;
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
        CompareBatches(kind, [.. sizes.Select(size => Enumerable.Range(0, size).Select(number => Whole(Small(number), Orientation.Upright)).ToArray())]);
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

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfTurnedPictures_WritesThemUpright(TestDevice kind)
    {
        ImageShape[] shapes = kind == TestDevice.HostTwin ? [new(1, 1), new(5, 1), new(35, 41)] : [.. s_all, new(131, 97)];
        foreach (ImageShape shape in shapes)
        {
            Compare(kind, [
                .. from orientation in Enum.GetValues<Orientation>()
                   from sampling in Enumerable.Range(0, s_samplings.Length)
                   where kind != TestDevice.HostTwin || sampling % 3 == (int)orientation % 3
                   select Whole(new JpegSpecimen { Shape = shape, Factors = s_samplings[sampling], Seed = sampling + shape.Height }, orientation),
            ]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(SharedDevices.All), MemberType = typeof(SharedDevices))]
    public void Run_OfWindowsAtEveryEdge_WritesOnlyThose(TestDevice kind)
    {
        foreach (int[] factors in s_samplings)
        {
            var specimen = new JpegSpecimen { Shape = new ImageShape(61, 45), Factors = factors, Seed = factors.Length };
            Compare(kind, [
                .. from orientation in Enum.GetValues<Orientation>()
                   where kind != TestDevice.HostTwin || (int)orientation % 3 == factors.Length % 3
                   from window in Windows(StoredWindow.Upright(specimen.Shape, orientation))
                   select (specimen, orientation, window),
            ]);
        }
    }

    private static (JpegSpecimen Specimen, Orientation Orientation, PictureWindow Window) Whole(JpegSpecimen specimen, Orientation orientation)
    {
        ImageShape upright = StoredWindow.Upright(specimen.Shape, orientation);
        return (specimen, orientation, new PictureWindow(0, 0, upright.Width, upright.Height));
    }

    /// <summary>Edges, corners and the middle of a picture, and widths on both sides of a block.</summary>
    private static PictureWindow[] Windows(ImageShape shape) =>
    [
        new(0, 0, shape.Width, 1), new(0, shape.Height - 1, shape.Width, 1), new(0, 0, 1, shape.Height), new(shape.Width - 1, 0, 1, shape.Height),
        new(0, 0, 1, 1), new(shape.Width - 1, shape.Height - 1, 1, 1), new(shape.Width - 1, 0, 1, 1), new(16, 15, 1, 1), new(15, 16, 1, 1),
        new(7, 5, shape.Width - 9, shape.Height - 8), new(8, 16, 16, 8), new(shape.Width - 9, shape.Height - 17, 9, 17), new(17, 31, 16, 2),
    ];

    private static JpegSpecimen Small(int number) =>
        new() { Shape = new ImageShape(1 + (number % 31), 1 + (number * 5 % 27)), Factors = s_samplings[number % s_samplings.Length], Seed = number };

    private static void Compare(TestDevice kind, JpegSpecimen[] specimens, bool whole) => Compare(
        kind,
        [.. specimens.Select(specimen => whole ? Whole(specimen, Orientation.Upright) : (specimen, Orientation.Upright, new PictureWindow(7, 5, specimen.Shape.Width - 9, specimen.Shape.Height - 8)))]);

    private static void Compare(TestDevice kind, (JpegSpecimen Specimen, Orientation Orientation, PictureWindow Window)[] cases) => CompareBatches(kind, [cases]);

    /// <summary>Batches one after the other by the same stage, so that what a larger one left behind is there for a smaller one.</summary>
    private static void CompareBatches(TestDevice kind, IEnumerable<(JpegSpecimen Specimen, Orientation Orientation, PictureWindow Window)[]> batches)
    {
        using GuardedDevice device = SharedDevices.Guarded(kind);
        using IComputeQueue queue = device.CreateQueue();
        using var stage = new DeviceJpegDecoder(device);
        foreach ((JpegSpecimen, Orientation, PictureWindow)[] cases in batches)
            CompareBatch(device, queue, stage, cases);
    }

    /// <summary>Every second picture has room for its window only; nothing else may change.</summary>
    private static void CompareBatch(GuardedDevice device, IComputeQueue queue, DeviceJpegDecoder stage, (JpegSpecimen Specimen, Orientation Orientation, PictureWindow Window)[] cases)
    {
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        long total = cases.Sum(one => one.Specimen.Shape.RgbBytes + Guard);
        using IDeviceBuffer memory = device.Allocate(total);
        byte[] expected = new byte[total];
        Array.Fill(expected, (byte)0xA5);
        queue.Upload(expected, memory);
        int first = 0;
        stage.Begin();
        for (int i = 0; i < cases.Length; i++)
        {
            var (specimen, orientation, window) = cases[i];
            ImageShape upright = StoredWindow.Upright(specimen.Shape, orientation);
            byte[] picture = Decode(decoder, coefficients, specimen, orientation);
            PicturePlace place = i % 2 == 0 ? new(first, upright.RowBytes) : PicturePlace.OfWindow(window, first, ImageShape.Channels);
            if (i % 4 == 0 && orientation == Orientation.Upright)
                stage.Add(decoder, coefficients, window, first);
            else
                stage.Add(decoder, coefficients, orientation, window, place);
            for (int y = window.Y; y < window.Y + window.Height; y++)
                picture.AsSpan((y * upright.RowBytes) + (window.X * 3), window.Width * 3).CopyTo(expected.AsSpan((int)place.FirstByte + (y * place.Stride) + (window.X * 3)));
            first += (int)specimen.Shape.RgbBytes + Guard;
        }

        stage.Run(queue, memory);
        byte[] actual = new byte[total];
        queue.Download(memory, 0, actual);
        AssertSame(expected, actual, cases);
        device.CheckGuards();
    }

    /// <summary>The host's upright picture; leaves the coefficients behind.</summary>
    private static byte[] Decode(FastJpegDecoder decoder, JpegCoefficients coefficients, JpegSpecimen specimen, Orientation orientation)
    {
        byte[] file = JpegWriter.Write(specimen);
        byte[] picture = new byte[specimen.Shape.RgbBytes + FastJpegDecoder.PictureSlack];
        Assert.Equal(JpegRefusal.None, decoder.DecodePicture(file, picture));
        Assert.Equal(JpegRefusal.None, decoder.DecodeCoefficients(file, coefficients));
        byte[] upright = new byte[specimen.Shape.RgbBytes];
        OrientationTransform.CopyRows(new ReadOnlyImageView(specimen.Shape, picture.AsSpan(0, upright.Length)), orientation, 0, upright);
        return upright;
    }

    private static void AssertSame(byte[] expected, byte[] actual, (JpegSpecimen Specimen, Orientation Orientation, PictureWindow Window)[] cases)
    {
        int at = expected.AsSpan().CommonPrefixLength(actual);
        if (at == expected.Length)
            return;
        int first = 0, number = 0;
        while (at >= first + cases[number].Specimen.Shape.RgbBytes + Guard)
            first += (int)cases[number++].Specimen.Shape.RgbBytes + Guard;
        var (specimen, orientation, window) = cases[number];
        Assert.Fail($"image {number}, {specimen.Shape}, factors {string.Join(' ', specimen.Factors)}, {orientation}, {window}: byte {at - first}: expected {expected[at]}, got {actual[at]}");
    }
}
