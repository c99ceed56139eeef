using System.Buffers.Binary;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Testing;

namespace FeatureForge.Native.Tests;

public sealed class SpngTests : IDisposable
{
    private static readonly ImageShape s_shape = new(31, 17);
    private static readonly byte[] s_pixels = [.. Enumerable.Range(0, (int)s_shape.RgbBytes).Select(i => (byte)(i * 7 + i / 50))];
    private readonly SpngDecoder _decoder = new();
    private readonly GrowableBuffer _buffer = new();

    public void Dispose()
    {
        _decoder.Dispose();
        _buffer.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(9)]
    public void Encode_ThenDecode_GivesThePicture(int level)
    {
        byte[] png = Encoded(level);
        byte[] rgb = new byte[s_shape.RgbBytes];
        byte[] rgba = new byte[s_shape.Pixels * 4];

        Assert.Equal(CodecStatus.Clean, _decoder.DecodeRgb(png, s_shape, rgb));
        Assert.Equal(s_pixels, rgb);
        Assert.Equal(CodecStatus.Clean, _decoder.DecodeRgba(png, s_shape, rgba));
        Assert.Equal([s_pixels[3], s_pixels[4], s_pixels[5], 255], rgba[4..8]);
    }

    [Fact]
    public void Encode_IntoStreamOrBuffer_GivesTheSameFile()
    {
        using var encoder = new SpngEncoder();
        using var stream = new MemoryStream();
        encoder.Encode(new ReadOnlyImageView(s_shape, s_pixels), stream);
        int bytes = encoder.Encode(new ReadOnlyImageView(s_shape, s_pixels), _buffer);

        Assert.Equal(stream.ToArray(), _buffer.Ensure(bytes).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpngEncoder(10));
    }

    [Theory]
    [InlineData(30, 17)]
    [InlineData(32, 17)]
    [InlineData(31, 16)]
    [InlineData(31, 18)]
    public void Decode_WhenSizeIsNotThePromised_Fails(int width, int height)
    {
        var promised = new ImageShape(width, height);

        Assert.Equal(CodecStatus.Failed, _decoder.DecodeRgb(Encoded(6), promised, new byte[promised.RgbBytes]));
        Assert.Throws<ArgumentException>(() => _decoder.DecodeRgb(Encoded(6), s_shape, new byte[5]));
    }

    [Fact]
    public void Decode_WhenDataAreCutOrWrong_SaysWhich()
    {
        byte[] png = Encoded(6);
        byte[] rgb = new byte[s_shape.RgbBytes];

        Assert.Equal(CodecStatus.Truncated, _decoder.DecodeRgb(png.AsSpan(0, png.Length / 2), s_shape, rgb));
        Assert.Equal(CodecStatus.Failed, _decoder.DecodeRgb("This is no picture at all, only some words."u8, s_shape, rgb));
        Assert.Equal("invalid signature", _decoder.LastMessage);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), 0);
        Assert.Equal(CodecStatus.Failed, _decoder.DecodeRgb(png, s_shape, rgb));
        Assert.Equal("invalid chunk checksum", _decoder.LastMessage);
    }

    [Fact]
    public void EncodeAndDecode_WhenWarm_AllocateNothing()
    {
        using var encoder = new SpngEncoder();
        byte[] rgb = new byte[s_shape.RgbBytes];
        int bytes = encoder.Encode(new ReadOnlyImageView(s_shape, s_pixels), _buffer);
        _decoder.DecodeRgb(_buffer.Ensure(bytes), s_shape, rgb);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            bytes = encoder.Encode(new ReadOnlyImageView(s_shape, s_pixels), _buffer);
            _decoder.DecodeRgb(_buffer.Ensure(bytes), s_shape, rgb);
        }));
    }

    private byte[] Encoded(int level)
    {
        using var encoder = new SpngEncoder(level);
        int bytes = encoder.Encode(new ReadOnlyImageView(s_shape, s_pixels), _buffer);
        return _buffer.Ensure(bytes).ToArray();
    }
}
