using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Batches;
using FeatureForge.Gpu.Decode;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Pictures of every usual sampling and of every EXIF orientation, odd in width and height: upsampling, colour and turns.</summary>
internal sealed class ColorVector() : GoldenVector("decode/color")
{
    private const uint FirstStream = 200;
    private static readonly ImageShape s_shape = new(45, 35);
    private static readonly (int Horizontal, int Vertical)?[] s_factors = [(1, 1), (2, 1), (2, 2), (1, 2), null];

    /// <summary>Each sampling upright, then each orientation in one of them.</summary>
    private static readonly (int Sampling, Orientation Orientation)[] s_cases =
    [
        .. Enumerable.Range(0, s_factors.Length).Select(sampling => (sampling, Orientation.Upright)),
        .. Enum.GetValues<Orientation>().Where(orientation => orientation != Orientation.Upright).Select((orientation, i) => (i % s_factors.Length, orientation)),
    ];

    /// <inheritdoc/>
    public override byte[] OnCpu()
    {
        using var decoder = new FastJpegDecoder();
        int pictureBytes = (int)s_shape.RgbBytes;
        var result = new byte[s_cases.Length * pictureBytes];
        for (int i = 0; i < s_cases.Length; i++)
        {
            byte[] stored = JpegReading.Picture(decoder, FileOf(i));
            OrientationTransform.CopyRows(new ReadOnlyImageView(s_shape, stored), s_cases[i].Orientation, 0, result.AsSpan(i * pictureBytes, pictureBytes));
        }

        return result;
    }

    /// <inheritdoc/>
    public override byte[] OnDevice(IComputeDevice device)
    {
        using IComputeQueue queue = device.CreateQueue();
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        using var stage = new DeviceJpegDecoder(device);
        var result = new byte[s_cases.Length * s_shape.RgbBytes];
        using IDeviceBuffer pictures = device.Allocate(result.Length);
        stage.Begin();
        for (int i = 0; i < s_cases.Length; i++)
        {
            JpegReading.Coefficients(decoder, FileOf(i), coefficients);
            ImageShape upright = s_cases[i].Orientation >= Orientation.Transposed ? s_shape.Transposed : s_shape;
            stage.Add(decoder, coefficients, s_cases[i].Orientation, new PictureWindow(0, 0, upright.Width, upright.Height), new PicturePlace(i * s_shape.RgbBytes, upright.RowBytes));
        }

        stage.Run(queue, pictures);
        queue.Download(pictures, 0, result);
        return result;
    }

    private static byte[] FileOf(int index) => DrawnJpeg.Write(s_shape, s_factors[s_cases[index].Sampling], FirstStream + (uint)index);
}
