using FeatureForge.Core.Samples;

namespace FeatureForge.Cli.Pictures;

/// <summary>Writes pictures as files; the codec bindings stand behind it. Must be safe to call from several threads at once.</summary>
internal interface IPictureWriter
{
    /// <summary>Writes a JPEG.</summary>
    /// <param name="picture">RGB picture.</param>
    /// <param name="settings">Quality and chroma sampling.</param>
    /// <param name="stream">Where the file goes.</param>
    void WriteJpeg(ReadOnlyImageView picture, JpegSettings settings, Stream stream);

    /// <summary>Writes an 8-bit RGB PNG.</summary>
    /// <param name="picture">RGB picture.</param>
    /// <param name="stream">Where the file goes.</param>
    void WritePng(ReadOnlyImageView picture, Stream stream);
}
