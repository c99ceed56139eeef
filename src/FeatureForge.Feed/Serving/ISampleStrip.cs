namespace FeatureForge.Feed.Serving;

/// <summary>Draws records as one picture.</summary>
public interface ISampleStrip
{
    /// <summary>Draws records beside each other, with their boxes.</summary>
    /// <param name="records">Records without frames, at least one.</param>
    /// <returns>A PNG file.</returns>
    byte[] DrawPng(IReadOnlyList<byte[]> records);
}
