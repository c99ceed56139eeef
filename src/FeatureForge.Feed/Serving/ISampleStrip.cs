namespace FeatureForge.Feed.Serving;

/// <summary>Draws records as one picture.</summary>
public interface ISampleStrip
{
    /// <summary>Draws records beside each other, with their boxes.</summary>
    /// <param name="records">Records without frames, at least one, the newest last. Where not all can be made out in the width, the oldest are left out.</param>
    /// <param name="width">Pixels from left to right, 200 to 1,300.</param>
    /// <returns>A PNG file.</returns>
    byte[] DrawPng(IReadOnlyList<byte[]> records, int width);
}
