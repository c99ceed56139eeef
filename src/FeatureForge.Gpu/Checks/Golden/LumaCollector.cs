using FeatureForge.Core.Samples;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>Takes the rows of grey pictures, packed.</summary>
/// <param name="width">Samples of a row.</param>
internal sealed class LumaCollector(int width) : IRowConsumer
{
    /// <summary>All rows so far.</summary>
    public List<byte> Samples { get; } = [];

    /// <inheritdoc/>
    public void Accept(in RowBand band)
    {
        for (int row = 0; row < band.RowCount; row++)
            Samples.AddRange(band.Row(row, width));
    }
}
