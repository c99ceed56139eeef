namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Whole pictures of files of several scans, which take the place of their coefficients.</summary>
public sealed partial class FastJpegDecoder
{
    /// <summary>True when <see cref="DecodeInPlace"/> takes the picture whose markers were read last.</summary>
    internal bool DecodesInPlace => PictureInCoefficients.Fits(_frame);

    /// <summary>Decodes to a whole RGB picture as stored, within the decoder's own memory.</summary>
    /// <param name="file">The whole file, of which <see cref="DecodesInPlace"/> is true.</param>
    /// <param name="picture">The picture until <see cref="EndInPlace"/>; undefined after a refusal.</param>
    /// <returns>Why the file is left to libjpeg-turbo, or <see cref="JpegRefusal.None"/>.</returns>
    internal JpegRefusal DecodeInPlace(ReadOnlySpan<byte> file, out PictureInCoefficients picture)
    {
        picture = _picture;
        JpegRefusal refusal = Begin(file);
        if (refusal != JpegRefusal.None)
            return refusal;
        picture.Begin(_frame);
        _assembler.Begin(_frame, new RowRange(0, _frame.Shape.Height));
        for (int band = 0; band < _frame.UnitRows; band++)
        {
            // All scans are decoded: no band can fail any more.
            _rows.Select(band);
            _assembler.Fill(_rows);
            _assembler.Write(band, picture);
        }

        return JpegRefusal.None;
    }

    /// <summary>Gives up the memory of a huge picture once its rows were used.</summary>
    internal void EndInPlace() => Trim();
}
