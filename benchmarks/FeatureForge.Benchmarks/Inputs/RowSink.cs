using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Benchmarks.Inputs;

/// <summary>Takes rows from a decoder and drops them, or keeps them to be compared.</summary>
internal sealed class RowSink : IRowConsumer
{
    /// <summary>Where rows are kept, packed; null to drop them.</summary>
    public byte[]? Kept { get; set; }

    /// <inheritdoc/>
    public void Accept(in RowBand band)
    {
        if (Kept is null)
            return;
        int rowBytes = band.Stride0 / ImageShape.Channels * ImageShape.Channels;
        for (int row = 0; row < band.RowCount; row++)
            band.Row(row, rowBytes).CopyTo(Kept.AsSpan((band.FirstRow + row) * rowBytes));
    }
}
