using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Pipeline.Tests.Decode.Jpeg;

/// <summary>Compares bands of planes with the whole planes, and checks that they follow each other.</summary>
internal sealed class PlaneSink(JpegPlanes whole, int width) : IRowConsumer
{
    public int First { get; private set; } = -1;

    public int End { get; private set; }

    public void Accept(in RowBand band)
    {
        if (First < 0)
            First = End = band.FirstRow;
        Assert.Equal(End, band.FirstRow);
        End += band.RowCount;
        int chroma = band.FirstRow / band.ChromaFactorY, chromaWidth = (width + band.ChromaFactorX - 1) / band.ChromaFactorX;
        AssertRows(0, band.Plane0, band.Stride0, (band.FirstRow, band.RowCount, width));
        if (whole.Count == 1)
            return;
        AssertRows(1, band.Plane1, band.ChromaStride, (chroma, band.ChromaRowCount, chromaWidth));
        AssertRows(2, band.Plane2, band.ChromaStride, (chroma, band.ChromaRowCount, chromaWidth));
    }

    private void AssertRows(int plane, ReadOnlySpan<byte> samples, int stride, (int First, int Count, int Width) rows)
    {
        for (int row = 0; row < rows.Count; row++)
            Assert.Equal(whole.Samples(plane).Slice((rows.First + row) * whole.Stride(plane), rows.Width), samples.Slice(row * stride, rows.Width));
    }
}
