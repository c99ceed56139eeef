using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Tests.Decode;

/// <summary>Keeps the planes that a decoder delivers, rows without gaps.</summary>
internal sealed class PlaneCollector : IRowConsumer
{
    private readonly List<byte> _luma = [];
    private readonly List<byte> _blue = [];
    private readonly List<byte> _red = [];
    private RowFormat _format;

    /// <summary>Bands delivered.</summary>
    public int Bands { get; private set; }

    /// <summary>Luma, then both chroma planes.</summary>
    public byte[] Samples => [.. _luma, .. _blue, .. _red];

    public void Accept(in RowBand band)
    {
        Bands++;
        Assert.Equal(_format, new RowFormat(_format.Shape, band.Layout, band.ChromaFactorX, band.ChromaFactorY));
        Assert.Equal(_luma.Count, band.FirstRow * _format.Shape.Width);
        for (int row = 0; row < band.RowCount; row++)
            _luma.AddRange(band.Row(row, _format.Shape.Width));
        for (int row = 0; band.Layout == RowLayout.LumaChroma && row < band.ChromaRowCount; row++)
        {
            _blue.AddRange(band.Plane1.Slice(row * band.ChromaStride, _format.ChromaShape.Width));
            _red.AddRange(band.Plane2.Slice(row * band.ChromaStride, _format.ChromaShape.Width));
        }
    }

    /// <summary>Runs a plan in scratch memory of exactly the planned size.</summary>
    public byte[] Decode(IImageDecoder decoder, ReadOnlySpan<byte> file, in DecodePlan plan)
    {
        Bands = 0;
        _luma.Clear();
        _blue.Clear();
        _red.Clear();
        _format = plan.Rows;
        decoder.Run(file, plan, new RowRange(0, _format.Shape.Height), new byte[plan.ScratchBytes], this);
        return Samples;
    }
}
