using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Decode;

/// <summary>What the header of an encoded picture promises: everything that later stages need before a pixel exists.</summary>
/// <param name="Format">Format of the file.</param>
/// <param name="Stored">Shape as stored.</param>
/// <param name="Orientation">EXIF orientation; <see cref="Orientation.Upright"/> where there is none.</param>
/// <param name="ScratchBytes">Scratch memory that running the plan needs.</param>
public readonly record struct DecodePlan(ImageFormat Format, ImageShape Stored, Orientation Orientation, long ScratchBytes)
{
    /// <summary>Shape of the upright picture, the one that every later stage sees.</summary>
    public ImageShape Upright => Orientation >= Orientation.Transposed ? Stored.Transposed : Stored;

    /// <summary>The planes that running the plan delivers, at full size; null where it delivers packed RGB.</summary>
    public RowFormat? Planes { get; init; }

    /// <summary>How many times smaller than stored the picture is decoded, in both directions: 1, or 2, 4, 8 for planes.</summary>
    public int Divisor { get; init; } = 1;

    /// <summary>Memory that the decoder itself takes while it runs the plan: the coefficients of a JPEG file of several scans, all at once.</summary>
    public long CoefficientBytes { get; init; }

    /// <summary>Memory that running the plan takes, in the caller's scratch and in the decoder, in bytes.</summary>
    public long RunBytes => ScratchBytes + CoefficientBytes;

    /// <summary>Where to begin above the rows wanted, for an upright JPEG file that is not decoded smaller; null to begin at its top.</summary>
    public EntryPoints? EntryPoints { get; init; }

    /// <summary>What the bands will hold.</summary>
    public RowFormat Rows => Planes is { } planes
        ? planes with { Shape = new ImageShape((Stored.Width + Divisor - 1) / Divisor, (Stored.Height + Divisor - 1) / Divisor) }
        : RowFormat.Rgb(Upright);
}
