namespace FeatureForge.Core.Samples;

/// <summary>Takes the rows of a picture as a decoder makes them: top to bottom, without gaps, each row once.</summary>
public interface IRowConsumer
{
    /// <summary>True when bands of <see cref="RowLayout.RgbPlanes"/> are taken where packed RGB was planned; a decoder may then choose, band by band.</summary>
    bool TakesRgbPlanes => false;

    /// <summary>Takes the next rows. The band's memory is only valid during the call.</summary>
    /// <param name="band">Rows that follow directly on those of the call before.</param>
    void Accept(in RowBand band);
}
