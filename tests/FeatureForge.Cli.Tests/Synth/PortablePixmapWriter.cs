using System.Globalization;
using System.Text;
using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Samples;

namespace FeatureForge.Cli.Tests.Synth;

/// <summary>Writes every picture as a PPM, whatever its name says, so that these tests need no codec.</summary>
internal sealed class PortablePixmapWriter : IPictureWriter
{
    public void WriteJpeg(ReadOnlyImageView picture, JpegSettings settings, Stream stream)
    {
        Assert.InRange(settings.Quality, 1, 100);
        Write("P6 jpeg", picture, stream);
    }

    public void WritePng(ReadOnlyImageView picture, Stream stream) => Write("P6 png", picture, stream);

    private static void Write(string head, ReadOnlyImageView picture, Stream stream)
    {
        stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head} {picture.Shape.Width} {picture.Shape.Height} 255\n")));
        stream.Write(picture.Pixels);
    }
}
