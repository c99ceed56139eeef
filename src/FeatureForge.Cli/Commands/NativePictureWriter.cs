using FeatureForge.Cli.Pictures;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Samples;
using FeatureForge.Native;

namespace FeatureForge.Cli.Commands;

/// <summary>Writes pictures through the codec libraries; each call has a codec of its own, so threads do not meet.</summary>
internal sealed class NativePictureWriter : IPictureWriter
{
    /// <inheritdoc/>
    public void WriteJpeg(ReadOnlyImageView picture, JpegSettings settings, Stream stream)
    {
        using var compressor = new TurboJpegCompressor();
        using var bytes = new GrowableBuffer();
        ChromaSampling sampling = settings.Sampling switch
        {
            JpegSampling.Full444 => ChromaSampling.Chroma444,
            JpegSampling.Half422 => ChromaSampling.Chroma422,
            _ => ChromaSampling.Chroma420,
        };
        int length = compressor.Compress(picture, settings.Quality, sampling, bytes);
        stream.Write(bytes.Ensure(length));
    }

    /// <inheritdoc/>
    public void WritePng(ReadOnlyImageView picture, Stream stream)
    {
        using var encoder = new SpngEncoder();
        encoder.Encode(picture, stream);
    }
}
