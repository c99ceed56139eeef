using System.Buffers.Binary;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Tests.Decode;

public sealed class PngDecoderTests : IDisposable
{
    private static readonly ImageShape s_shape = new(33, 21);
    private readonly PngDecoder _decoder = new(new DecodeOptions());
    private readonly PictureCollector _collector = new();

    public void Dispose() => _decoder.Dispose();

    [Fact]
    public void Run_WhenEncodedByUs_GivesThePixelsBack()
    {
        var (plan, warned) = _collector.Decode(_decoder, DrawnFiles.Png(s_shape));

        Assert.Equal((s_shape, false), (plan.Stored, warned));
        Assert.Equal(DrawnFiles.Pixels(s_shape), _collector.Pixels.ToArray());
    }

    [Fact]
    public void Decode_AtEveryTruncation_RefusesOrWarns()
    {
        byte[] file = DrawnFiles.Png(s_shape);
        int warnings = 0;
        for (int length = 0; length < file.Length; length++)
        {
            string outcome = Outcome(file[..length]);
            Assert.True(outcome is "truncated" or "empty-file" or "unknown-format" or "warned", $"{length} bytes: {outcome}");
            warnings += outcome == "warned" ? 1 : 0;
        }

        // Two checksums and the end chunk follow the last pixel.
        Assert.InRange(warnings, 12, 20);
    }

    private string Outcome(byte[] file)
    {
        try
        {
            return _collector.Decode(_decoder, file).Warned ? "warned" : "clean";
        }
        catch (BadSampleException error)
        {
            return error.Reason;
        }
    }

    [Fact]
    public void Decode_WhenAByteIsFlipped_NeverGivesOtherPixelsUnwarned()
    {
        byte[] file = DrawnFiles.Png(s_shape);
        byte[] expected = DrawnFiles.Pixels(s_shape);
        int refused = 0;
        for (int i = 8; i < file.Length; i += 3)
        {
            byte[] flipped = [.. file];
            flipped[i] ^= 0x10;
            string outcome = Outcome(flipped);
            if (outcome == "clean")
                Assert.Equal(expected, _collector.Pixels.ToArray());
            else
                refused++;
        }

        Assert.True(refused > file.Length / 4, $"{refused} refusals or warnings in {file.Length} bytes.");
    }

    [Theory]
    [InlineData(0, 5, "damaged", "0 x 5")]
    [InlineData(0x80000000, 5, "damaged", "2147483648 x 5")]
    [InlineData(65535, 65535, "too-large", "65535 x 65535")]
    [InlineData(0x7FFFFFFF, 0x7FFFFFFF, "too-large", "2147483647 x 2147483647")]
    [InlineData(9000, 9000, "truncated", "9000 x 9000")]
    public void Plan_WhenSizeIsImpossible_RefusesIt(uint width, uint height, string reason, string named)
    {
        byte[] file = DrawnFiles.Png(s_shape);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(20), height);

        var error = Assert.Throws<BadSampleException>(() => _decoder.Plan(file));

        Assert.Equal(reason, error.Reason);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
