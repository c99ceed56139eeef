using FeatureForge.Core.Samples;
using FeatureForge.Core.Simd;

namespace FeatureForge.Pipeline.Decode.Jpeg;

/// <summary>Hands on the samples of one row of coding units after the other as the file stores them, while they are in the cache.</summary>
/// <param name="level">Width of the vectors.</param>
internal sealed class PlaneAssembler(SimdLevel level) : IDisposable
{
    private readonly PlaneBand[] _bands = [new(), new(), new()];
    private JpegFrame? _frame;

    /// <summary>True when bands of planes can say what a frame holds: luma alone, or luma with two planes of chroma of equal size that are not larger.</summary>
    /// <param name="frame">Frame.</param>
    public static bool Takes(JpegFrame frame)
    {
        if (frame.ComponentCount == 1)
            return true;
        JpegComponent luma = frame.Components[0], blue = frame.Components[1], red = frame.Components[2];
        return !frame.IsRgb
            && (luma.Horizontal, luma.Vertical) == (frame.MostHorizontal, frame.MostVertical)
            && (blue.Horizontal, blue.Vertical) == (red.Horizontal, red.Vertical);
    }

    /// <summary>Readies the assembler for a frame.</summary>
    /// <param name="frame">Frame that is taken.</param>
    /// <param name="wanted">Pixels wanted; only its columns are looked at here.</param>
    public void Begin(JpegFrame frame, RowRange wanted)
    {
        _frame = frame;
        for (int i = 0; i < frame.ComponentCount; i++)
            _bands[i].Begin(frame, i, wanted);
    }

    /// <summary>Hands on a band.</summary>
    /// <param name="band">Row of coding units.</param>
    /// <param name="rows">Its coefficients, cleared here.</param>
    /// <param name="consumer">Takes the samples.</param>
    /// <returns>Row of pixels behind the band.</returns>
    public int Deliver(int band, CoefficientRows rows, IRowConsumer consumer)
    {
        JpegFrame frame = _frame!;
        for (int i = 0; i < frame.ComponentCount; i++)
            _bands[i].Fill(rows, level);
        int first = band * frame.UnitHeight, end = Math.Min(first + frame.UnitHeight, frame.Shape.Height);
        bool hasChroma = frame.ComponentCount > 1;
        JpegComponent chroma = frame.Components[hasChroma ? 1 : 0];
        consumer.Accept(new RowBand(first, end - first, _bands[0].From(0), _bands[0].Stride)
        {
            Layout = hasChroma ? RowLayout.LumaChroma : RowLayout.Luma,
            Plane1 = hasChroma ? _bands[1].From(0) : [],
            Plane2 = hasChroma ? _bands[2].From(0) : [],
            ChromaStride = hasChroma ? _bands[1].Stride : 0,
            ChromaFactorX = frame.MostHorizontal / chroma.Horizontal,
            ChromaFactorY = frame.UnitHeight / (8 * chroma.Vertical),
        });
        return end;
    }

    /// <summary>Gives up the memory of a huge picture.</summary>
    public void Trim()
    {
        foreach (PlaneBand band in _bands)
            band.Trim();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PlaneBand band in _bands)
            band.Dispose();
    }
}
