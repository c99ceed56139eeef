using FeatureForge.Core.Buffers;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Testing;

namespace FeatureForge.Native.Tests;

public sealed class TurboJpegTests : IDisposable
{
    private static readonly ImageShape s_shape = new(67, 45);
    private static readonly byte[] s_pixels = Gradient(s_shape);
    private readonly TurboJpegCompressor _compressor = new();
    private readonly TurboJpegDecompressor _decompressor = new();
    private readonly GrowableBuffer _buffer = new();

    public void Dispose()
    {
        _compressor.Dispose();
        _decompressor.Dispose();
        _buffer.Dispose();
    }

    [Theory]
    [InlineData(ChromaSampling.Chroma444, 0x11)]
    [InlineData(ChromaSampling.Chroma422, 0x21)]
    [InlineData(ChromaSampling.Chroma420, 0x22)]
    public void Compress_ThenDecompress_GivesNearlyThePicture(ChromaSampling sampling, byte lumaFactors)
    {
        int bytes = _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 95, sampling, _buffer);
        Span<byte> jpeg = _buffer.Ensure(bytes);
        byte[] decoded = new byte[s_shape.RgbBytes];

        Assert.Equal(CodecStatus.Clean, _decompressor.ReadShape(jpeg, out ImageShape shape));
        Assert.Equal(s_shape, shape);
        Assert.Equal(CodecStatus.Clean, _decompressor.Decompress(jpeg, shape, decoded));
        Assert.InRange(MeanDifference(s_pixels, decoded), 0, 3);
        int frame = jpeg.IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        Assert.Equal(lumaFactors, jpeg[frame + 11]);
    }

    [Fact]
    public void Compress_WhenGrey_StoresOneComponent()
    {
        int bytes = _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 90, ChromaSampling.Grey, _buffer);
        byte[] decoded = new byte[s_shape.RgbBytes];

        Assert.Equal(CodecStatus.Clean, _decompressor.Decompress(_buffer.Ensure(bytes), s_shape, decoded));
        for (int i = 0; i < decoded.Length; i += 3)
            Assert.True(decoded[i] == decoded[i + 1] && decoded[i] == decoded[i + 2]);
    }

    [Fact]
    public void Compress_WhenCalledAgain_GivesTheSameBytesAndAllocatesNothing()
    {
        int bytes = _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 85, ChromaSampling.Chroma420, _buffer);
        byte[] first = _buffer.Ensure(bytes).ToArray();
        _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 20, ChromaSampling.Chroma444, _buffer);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => bytes = _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 85, ChromaSampling.Chroma420, _buffer)));
        Assert.Equal(first, _buffer.Ensure(bytes).ToArray());
    }

    [Fact]
    public void Compress_WhenArgumentsAreOutOfRange_RefusesThem()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 0, ChromaSampling.Chroma420, _buffer));
        Assert.Throws<ArgumentException>(() => _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 80, ChromaSampling.Chroma420, new byte[10]));
        var error = Assert.Throws<FeatureForgeException>(() => TurboJpegCompressor.MaximumBytes(new ImageShape(65536, 1), ChromaSampling.Chroma420));
        Assert.Contains("65536 x 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decompress_WhenDataAreNoJpeg_FailsWithWords()
    {
        byte[] pixels = new byte[s_shape.RgbBytes];

        Assert.Equal(CodecStatus.Failed, _decompressor.Decompress("no picture"u8, s_shape, pixels));
        Assert.Contains("Not a JPEG file", _decompressor.LastMessage, StringComparison.Ordinal);
        Assert.Equal(CodecStatus.Failed, _decompressor.Decompress([], s_shape, pixels));
        Assert.Throws<ArgumentException>(() => _decompressor.Decompress("x"u8, s_shape, new byte[10]));
    }

    /// <summary>A warning before an error must not make it look as if the picture had been decoded: its pixels would be those of the file before.</summary>
    [Fact]
    public void Decompress_WhenAnErrorFollowsAWarning_Fails()
    {
        int bytes = _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 85, ChromaSampling.Chroma420, _buffer);
        byte[] jpeg = _buffer.Ensure(bytes).ToArray();
        int tables = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        byte[] strayBytes = [.. jpeg[..tables], 1, 2, 3, .. jpeg[tables..]];
        byte[] brokenTable = [.. strayBytes];
        brokenTable.AsSpan(tables + 3 + 5, 16).Fill(0xFF);
        byte[] pixels = new byte[s_shape.RgbBytes];

        Assert.Equal(CodecStatus.Warned, _decompressor.Decompress(strayBytes, s_shape, pixels));
        Assert.Contains("extraneous bytes", _decompressor.LastMessage, StringComparison.Ordinal);
        Assert.Equal(CodecStatus.Failed, _decompressor.Decompress(brokenTable, s_shape, pixels));
        Assert.Contains("Bogus Huffman table", _decompressor.LastMessage, StringComparison.Ordinal);
    }

    /// <summary>A file of another size than promised must not be written beyond the buffer.</summary>
    [Theory]
    [InlineData(20, 20)]
    [InlineData(300, 300)]
    public void Decompress_WhenSizeIsNotThePromised_StaysInTheBuffer(int width, int height)
    {
        int bytes = _compressor.Compress(new ReadOnlyImageView(s_shape, s_pixels), 85, ChromaSampling.Chroma420, _buffer);
        var promised = new ImageShape(width, height);
        byte[] pixels = new byte[promised.RgbBytes + 64];

        _decompressor.Decompress(_buffer.Ensure(bytes), promised, pixels);

        Assert.All(pixels[^64..], value => Assert.Equal(0, value));
    }

    private static byte[] Gradient(ImageShape shape)
    {
        byte[] pixels = new byte[shape.RgbBytes];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i % 3 == 0 ? i / 3 % shape.Width * 3 : i % 3 == 1 ? i / 3 / shape.Width * 5 : 90);
        return pixels;
    }

    private static double MeanDifference(byte[] first, byte[] second) =>
        first.Zip(second, (one, other) => Math.Abs(one - other)).Average();
}
