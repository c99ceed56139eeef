using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Tests.Decode;

public class AlphaCompositeTests
{
    [SkippableTheory]
    [InlineData(0)]
    [InlineData(255)]
    public void Run_ForEveryLevelAndAlpha_GivesTheRoundedQuotient(byte background)
    {
        byte[] pixels = new byte[256 * 256 * 4];
        for (int i = 0; i < 256 * 256; i++)
            (pixels[i * 4], pixels[i * 4 + 1], pixels[i * 4 + 2], pixels[i * 4 + 3]) = ((byte)i, (byte)(255 - (byte)i), 0, (byte)(i >> 8));

        AlphaComposite.Run(pixels, background);

        for (int i = 0; i < 256 * 256; i++)
        {
            decimal alpha = i >> 8;
            decimal exact = ((byte)i * alpha + background * (255 - alpha)) / 255;
            Assert.Equal((byte)Math.Round(exact), pixels[i * 3]);
        }
    }

    [SkippableTheory]
    [InlineData("png-RGBA")]
    [InlineData("png-LA")]
    [InlineData("webp-lossless-alpha")]
    public void Run_WhenAlphaIsZero_ShowsOnlyTheBackground(string name)
    {
        var collector = new PictureCollector();
        foreach (var (alpha, level) in new[] { (AlphaTreatment.White, (byte)255), (AlphaTreatment.Black, (byte)0) })
        {
            using var decoder = new ImageDecoder(new DecodeOptions { Alpha = alpha });
            collector.Decode(decoder, DecodeGold.Encoded(name));

            // Alpha is x * y * 7 there: the first row and column are transparent, and the pixel (1, 1) nearly so.
            Assert.All(collector.Pixels[..(21 * 3)].ToArray(), value => Assert.Equal(level, value));
            Assert.InRange(Math.Abs(collector.Pixels[22 * 3] - level), 0, 7);
        }
    }

    [SkippableFact]
    public void Run_WhenPngHasAKeyColor_LaysItOnTheBackground()
    {
        using var white = new ImageDecoder(new DecodeOptions { Alpha = AlphaTreatment.White });
        var collector = new PictureCollector();
        collector.Decode(white, DecodeGold.Encoded("png-key-color"));

        Assert.Equal([255, 255, 255], collector.Pixels[..3].ToArray());
        Assert.Equal(12, collector.Pixels[3]);
    }
}
