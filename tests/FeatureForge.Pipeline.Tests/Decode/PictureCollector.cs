using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Tests.Decode;

/// <summary>Keeps the rows that a decoder delivers and checks the promise of the seam: top to bottom, no gaps, each row once.</summary>
internal sealed class PictureCollector : IRowConsumer
{
    private byte[] _pixels = [];
    private int _rowBytes;
    private int _next;

    public int First { get; private set; } = -1;

    public int End => _next;

    public ReadOnlySpan<byte> Pixels => _pixels;

    public void Begin(ImageShape upright)
    {
        if (_pixels.Length != upright.RgbBytes)
            _pixels = new byte[upright.RgbBytes];
        _rowBytes = upright.RowBytes;
        First = -1;
        _next = 0;
    }

    public void Accept(in RowBand band)
    {
        if (First < 0)
            _next = First = band.FirstRow;
        Assert.Equal(RowLayout.Rgb, band.Layout);
        if (band.FirstRow != _next || band.RowCount < 1)
            Assert.Fail($"Rows {band.FirstRow} + {band.RowCount} came after row {_next}.");
        for (int row = 0; row < band.RowCount; row++)
            band.Row(row, _rowBytes).CopyTo(_pixels.AsSpan((_next + row) * _rowBytes));
        _next += band.RowCount;
    }

    /// <summary>Plans and runs one file into this collector, in scratch memory of exactly the planned size that starts out dirty.</summary>
    public (DecodePlan Plan, bool Warned) Decode(IImageDecoder decoder, ReadOnlySpan<byte> file)
    {
        DecodePlan plan = decoder.Plan(file);
        Begin(plan.Upright);
        byte[] scratch = GC.AllocateUninitializedArray<byte>((int)plan.ScratchBytes);
        scratch.AsSpan(0, (int)Math.Min(scratch.Length, 1 << 20)).Fill(0xA5);
        bool warned = decoder.Run(file, plan, new RowRange(0, plan.Upright.Height), scratch, this);
        Assert.Equal(plan.Upright.Height, End);
        return (plan, warned);
    }
}
