using FeatureForge.Core.Errors;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Tests.Decode;

public class WebPDecoderTests
{
    [SkippableFact]
    public void Plan_WhenFileIsAnimated_RefusesTheCoding()
    {
        byte[] file = DecodeGold.Encoded("webp-orientation-8");
        Assert.Equal("VP8X"u8, file.AsSpan(12, 4));
        file[20] |= 0x02;
        using var decoder = new ImageDecoder(new DecodeOptions());

        Assert.Equal("unsupported-coding", Assert.Throws<BadSampleException>(() => decoder.Plan(file)).Reason);
    }

    [SkippableFact]
    public void Decode_AtEveryTruncation_RefusesOrDecodes()
    {
        byte[] file = DecodeGold.Encoded("webp-orientation-8");
        using var decoder = new ImageDecoder(new DecodeOptions());
        var collector = new PictureCollector();
        int decoded = 0;
        for (int length = 1; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            try
            {
                collector.Decode(decoder, cut);
                decoded++;
            }
            catch (BadSampleException error)
            {
                Assert.True(error.Reason is "damaged" or "unknown-format", error.Message);
            }
        }

        // Only the EXIF chunk at the end can go without loss of the picture.
        Assert.InRange(decoded, 0, 80);
    }
}
