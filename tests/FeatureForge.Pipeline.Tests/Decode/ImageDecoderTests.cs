using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode;

public sealed class ImageDecoderTests : IDisposable
{
    private readonly ImageDecoder _decoder = new(new DecodeOptions());
    private readonly PictureCollector _collector = new();

    public static IEnumerable<object[]> GoldNames => DecodeGold.Names.Select(name => new object[] { name });

    public void Dispose() => _decoder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(GoldNames))]
    public void Run_WhenFileIsGold_GivesThePixelsOfPillow(string name)
    {
        var (plan, warned) = _collector.Decode(_decoder, DecodeGold.Encoded(name));

        Assert.Equal(DecodeGold.Expected(name), DecodeGold.Describe(plan.Upright, _collector.Pixels));
        Assert.False(warned);
    }

    [SkippableTheory]
    [InlineData("GIF89a..........", "unsupported-format", "GIF")]
    [InlineData("II*\0............", "unsupported-format", "TIFF")]
    [InlineData("....ftypavif....", "unsupported-format", "AVIF")]
    [InlineData("<?xml?><svg>....", "unsupported-format", "SVG")]
    [InlineData("Hello, this is no picture.", "unknown-format", "48 65 6C 6C 6F 2C 20 74")]
    [InlineData("", "empty-file", "0 bytes")]
    public void Plan_WhenFormatIsNotRead_NamesWhatItIs(string content, string reason, string named)
    {
        var error = Assert.Throws<BadSampleException>(() => _decoder.Plan(Encoding.ASCII.GetBytes(content)));

        Assert.Equal(reason, error.Reason);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Run_WhenTablesAreMissing_DoesNotBorrowThemFromTheFileBefore()
    {
        var shape = new ImageShape(40, 30);
        byte[] complete = DrawnFiles.Jpeg(shape);
        _collector.Decode(_decoder, complete);
        byte[] expected = _collector.Pixels.ToArray();
        _collector.Decode(_decoder, DecodeGold.Encoded("jpeg-420-optimized"));

        // Without Huffman tables the standard ones hold, as in Motion JPEG; without quantization tables there is no picture.
        _collector.Decode(_decoder, DrawnFiles.WithoutSegments(complete, 0xC4));
        Assert.Equal(expected, _collector.Pixels.ToArray());
        Assert.Equal("damaged", Assert.Throws<BadSampleException>(() => _collector.Decode(_decoder, DrawnFiles.WithoutSegments(complete, 0xDB))).Reason);
    }

    [SkippableTheory]
    [InlineData("jpeg-420")]
    [InlineData("png-RGBA")]
    [InlineData("webp-lossy")]
    public void Plan_WhenPictureIsLargerThanAllowed_RefusesIt(string name)
    {
        using var decoder = new ImageDecoder(new DecodeOptions { MaxPixels = 21 * 13 - 1 });

        var error = Assert.Throws<BadSampleException>(() => decoder.Plan(DecodeGold.Encoded(name)));

        Assert.Equal("too-large", error.Reason);
        Assert.Contains("21 x 13 = 273 pixels, decode.maxPixels allows 272", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("jpeg-420")]
    [InlineData("jpeg-orientation-6")]
    [InlineData("png-P")]
    [InlineData("webp-lossy")]
    public void PlanAndRun_WhenWarm_AllocateNothing(string name)
    {
        byte[] file = DecodeGold.Encoded(name);
        byte[] scratch = new byte[1 << 16];
        var counter = new RowCounter();
        int rounds = 0;
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            Decode(file, scratch, counter);
            rounds++;
        }));
        Assert.Equal(rounds * _decoder.Plan(file).Upright.Height, counter.Rows);
    }

    private void Decode(byte[] file, byte[] scratch, RowCounter counter)
    {
        DecodePlan plan = _decoder.Plan(file);
        _decoder.Run(file, plan, new RowRange(0, plan.Upright.Height), scratch, counter);
    }

    private sealed class RowCounter : IRowConsumer
    {
        public int Rows { get; private set; }

        public void Accept(in RowBand band) => Rows += band.RowCount;
    }
}
