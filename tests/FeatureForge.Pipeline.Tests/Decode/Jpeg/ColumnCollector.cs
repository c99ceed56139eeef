using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Keeps rows as packed RGB, whether they came packed or in planes.</summary>
internal sealed class ColumnCollector(ImageShape shape, bool inPlanes) : IRowConsumer
{
    private readonly byte[] _pixels = new byte[shape.RgbBytes];

    public int Rows { get; private set; }

    public ReadOnlySpan<byte> Pixels => _pixels;

    public bool TakesRgbPlanes => inPlanes;

    public void Accept(in RowBand band)
    {
        Assert.Equal(inPlanes ? RowLayout.RgbPlanes : RowLayout.Rgb, band.Layout);
        for (int row = 0; row < band.RowCount; row++)
        {
            Span<byte> target = _pixels.AsSpan((band.FirstRow + row) * shape.RowBytes, shape.RowBytes);
            if (!inPlanes)
                band.Row(row, shape.RowBytes).CopyTo(target);
            for (int x = 0; inPlanes && x < shape.Width; x++)
            {
                target[3 * x] = band.Plane0[(row * band.Stride0) + x];
                target[(3 * x) + 1] = band.Plane1[(row * band.ChromaStride) + x];
                target[(3 * x) + 2] = band.Plane2[(row * band.ChromaStride) + x];
            }
        }

        Rows += band.RowCount;
    }
}
