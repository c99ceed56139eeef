using FeatureForge.Core.Shapes;

namespace FeatureForge.Native.Tests;

public class LibWebPDecoderTests
{
    /// <summary>One pixel, RGB 10 200 30, lossless, as written by Pillow 9.4.</summary>
    private static readonly byte[] s_pixel = Convert.FromBase64String("UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAdQ5CrUo/+BiOh/AAA=");

    [SkippableFact]
    public void DecodeRgb_WhenPictureIsOnePixel_GivesIt()
    {
        Skip.IfNot(NativeLibraries.WebP.IsAvailable, NativeLibraries.WebP.Reason);
        byte[] rgb = [9, 9, 9, 9], rgba = [9, 9, 9, 9, 9];

        Assert.True(LibWebPDecoder.ReadShape(s_pixel, out ImageShape shape));
        Assert.Equal(new ImageShape(1, 1), shape);
        Assert.Equal(CodecStatus.Clean, LibWebPDecoder.DecodeRgb(s_pixel, shape, rgb));
        Assert.Equal([10, 200, 30, 9], rgb);
        Assert.Equal(CodecStatus.Clean, LibWebPDecoder.DecodeRgba(s_pixel, shape, rgba));
        Assert.Equal([10, 200, 30, 255, 9], rgba);
    }

    [SkippableFact]
    public void DecodeRgb_WhenDataAreWrong_Fails()
    {
        Skip.IfNot(NativeLibraries.WebP.IsAvailable, NativeLibraries.WebP.Reason);

        Assert.False(LibWebPDecoder.ReadShape("RIFF....WEBPVP8 "u8, out _));
        Assert.False(LibWebPDecoder.ReadShape([], out _));
        Assert.Equal(CodecStatus.Failed, LibWebPDecoder.DecodeRgb(s_pixel.AsSpan(0, s_pixel.Length - 6), new ImageShape(1, 1), new byte[3]));
        Assert.Throws<ArgumentException>(() => LibWebPDecoder.DecodeRgb(s_pixel, new ImageShape(1, 1), new byte[2]));
    }
}
