using System.Numerics;
using FeatureForge.Core.Mathematics;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Photometric;

/// <summary>
/// Backlight of strength s. With u = level / 255 and m the least u of the pixel's three components: the subject gets
/// <c>dark = (1 - 0.7 s) u + 0.5 s m^6</c>. The first term keeps the ratio of the components, so skin gets darker and no redder; the second leaves the
/// white background that shows around a head fairly bright, and is the same for all three components because one that only red reached would tint
/// light skin. The surroundings get <c>bright = 1 - (1 - u)^(1 + 3 s)</c>, and veiling flare lifts both: <c>255 (f + (1 - f) tone)</c>, f = 0.14 s;
/// the two terms of dark are rounded separately.
/// Each component is blended from both tables by <see cref="ToneBlend"/>. A falloff is 1 between two edges and
/// <c>exp(-2 (d / reach)^2)</c> at the distance d of the pixel's centre beyond an edge: columns floor(128 falloff + 0.5), rows floor(256 falloff + 0.5).
/// </summary>
internal sealed class Backlight : IPhotometricOperation
{
    // A kernel takes four pixels at a time, and in a picture of one column the last four lie in as many rows.
    private const int RowsBeyond = 3;

    private readonly BacklightOptions _options;
    private readonly ImageShape _shape;
    private readonly ushort[] _columnFalloff;
    private readonly ushort[] _rowFalloff;

    public Backlight(BacklightOptions options, ImageShape shape)
    {
        _options = options;
        _shape = shape;
        _columnFalloff = new ushort[shape.RowBytes];
        _rowFalloff = new ushort[shape.Height];
        ScratchBytes = checked(3 * shape.RowBytes);
    }

    public string Name => "backlight";

    public int ScratchBytes { get; }

    public bool RunsInPlace => true;

    public PointwiseOperation Pointwise => PointwiseOperation.Backlight;

    public int ParameterWords => (3 * ToneTable.Words) + _shape.Width + _shape.Height + RowsBeyond;

    /// <summary>Tone of the subject by a component's own level, without the highlight.</summary>
    public ToneTable Dark { get; } = new();

    /// <summary>What the subject gets on top, by the least level of the pixel.</summary>
    public ToneTable Highlight { get; } = new();

    /// <summary>Tone of the surroundings.</summary>
    public ToneTable Bright { get; } = new();

    /// <summary>How far each component of a row belongs to the subject, 0 to 128.</summary>
    public ReadOnlySpan<ushort> ColumnFalloff => _columnFalloff;

    /// <summary>How far each row belongs to the subject, 0 to 256.</summary>
    public ReadOnlySpan<ushort> RowFalloff => _rowFalloff;

    public void Draw(ref SampleRandom random, ReadOnlySpan<BoxPixels> objects, AugmentationLog log)
    {
        double strength = random.NextIn(_options.Strength);
        BacklightSubject subject = BacklightSubject.Draw(ref random, objects, _shape);
        SetTones(strength);
        for (int x = 0; x < _shape.Width; x++)
        {
            double falloff = subject.ColumnFalloff(x + 0.5);
            _columnFalloff.AsSpan(x * ImageShape.Channels, ImageShape.Channels).Fill((ushort)Math.Floor((ToneBlend.ColumnOne * falloff) + 0.5));
        }

        for (int y = 0; y < _shape.Height; y++)
            _rowFalloff[y] = (ushort)Math.Floor((ToneBlend.RowOne * subject.RowFalloff(y + 0.5)) + 0.5);
        log.Begin("backlight"u8);
        log.Number("strength"u8, strength);
        subject.WriteTo(log);
        log.End();
    }

    public void Run(ReadOnlyImageView source, ImageView destination, Span<byte> scratch)
    {
        Span<byte> outside = scratch[.._shape.RowBytes];
        Span<byte> inside = scratch.Slice(_shape.RowBytes, _shape.RowBytes);
        Span<byte> lift = scratch.Slice(2 * _shape.RowBytes, _shape.RowBytes);
        for (int y = 0; y < _shape.Height; y++)
        {
            Bright.Apply(source.Row(y), outside);
            Darken(source.Row(y), inside, lift);
            ToneBlend.Run(outside, inside, _columnFalloff, _rowFalloff[y], destination.Row(y));
        }
    }

    public void WriteParameters(Span<int> words)
    {
        Dark.WriteTo(words[..ToneTable.Words]);
        Highlight.WriteTo(words.Slice(ToneTable.Words, ToneTable.Words));
        Bright.WriteTo(words.Slice(2 * ToneTable.Words, ToneTable.Words));
        Span<int> columns = words.Slice(3 * ToneTable.Words, _shape.Width);
        for (int x = 0; x < columns.Length; x++)
            columns[x] = _columnFalloff[x * ImageShape.Channels];
        Span<int> rows = words[((3 * ToneTable.Words) + _shape.Width)..];
        for (int y = 0; y < _rowFalloff.Length; y++)
            rows[y] = _rowFalloff[y];
        rows[_rowFalloff.Length..].Clear();
    }

    private void Darken(ReadOnlySpan<byte> source, Span<byte> destination, Span<byte> lift)
    {
        LeastComponent.Run(source, lift);
        Highlight.Apply(lift, lift);
        Dark.Apply(source, destination);
        int i = 0;
        for (; Vector.IsHardwareAccelerated && i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            // What is left up to 255 is what may be added.
            Vector<byte> dark = new(destination[i..]);
            (dark + Vector.Min(new Vector<byte>(lift[i..]), ~dark)).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
            destination[i] = (byte)Math.Min(255, destination[i] + lift[i]);
    }

    private void SetTones(double strength)
    {
        double flare = 0.14 * strength;
        for (int level = 0; level < ToneTable.Entries; level++)
        {
            double u = level / 255.0;
            double square = u * u;
            double sixth = square * square * square;
            double dark = (1 - (0.7 * strength)) * u;
            double bright = 1 - DeterministicMath.Pow(1 - u, 1 + (3 * strength));
            Dark.Set(level, 255 * (flare + ((1 - flare) * dark)));
            Highlight.Set(level, 255 * ((1 - flare) * (0.5 * strength * sixth)));
            Bright.Set(level, 255 * (flare + ((1 - flare) * bright)));
        }
    }
}
