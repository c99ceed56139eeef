using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Native;
using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Pipeline.Run;

/// <summary>Turns the finished picture into the bytes that a record stores: raw RGB, JPEG or PNG. One instance per worker.</summary>
internal sealed class PictureEncoder : IDisposable
{
    private readonly OutputOptions _options;
    private readonly TurboJpegCompressor? _jpeg;
    private readonly GrowableBuffer _bytes = new();
    private readonly SpngEncoder? _png;

    /// <summary>Plans the encoder.</summary>
    /// <param name="options">Output section of the recipe.</param>
    public PictureEncoder(OutputOptions options)
    {
        _options = options;
        _jpeg = options.Image == StoredImage.Jpeg ? new TurboJpegCompressor() : null;
        _png = options.Image == StoredImage.Png ? new SpngEncoder() : null;
    }

    /// <summary>Name of the format as records carry it; empty for raw RGB.</summary>
    public ReadOnlySpan<byte> Format => _options.Image switch { StoredImage.Jpeg => "jpeg"u8, StoredImage.Png => "png"u8, _ => [] };

    /// <summary>Bytes to store; valid until the next call.</summary>
    /// <param name="picture">Finished picture.</param>
    public ReadOnlySpan<byte> Encode(ImageView picture)
    {
        if (_jpeg is not null)
            return Stored(_jpeg.Compress(picture, _options.Quality, ChromaSampling.Chroma444, _bytes));
        return _png is null ? picture.Pixels : Stored(_png.Encode(picture, _bytes));
    }

    private ReadOnlySpan<byte> Stored(int length) => _bytes.Ensure(length);

    /// <inheritdoc/>
    public void Dispose()
    {
        _jpeg?.Dispose();
        _png?.Dispose();
        _bytes.Dispose();
    }
}
