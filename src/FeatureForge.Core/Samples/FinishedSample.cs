using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Samples;

/// <summary>A sample ready to become a record: the door from the recipe to Encode. Everything is a view into buffers of one worker.</summary>
public readonly ref struct FinishedSample
{
    /// <summary>Sample key, UTF-8.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Path of the image relative to <c>images</c>, UTF-8.</summary>
    public required ReadOnlySpan<byte> ImagePath { get; init; }

    /// <summary>Epoch that the random steps were drawn for, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>Shape of the stored picture.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>Packed RGB bytes when <see cref="ImageFormat"/> is empty, else the encoded file.</summary>
    public required ReadOnlySpan<byte> ImageBytes { get; init; }

    /// <summary><c>jpeg</c> or <c>png</c> in UTF-8, or empty for raw RGB.</summary>
    public required ReadOnlySpan<byte> ImageFormat { get; init; }

    /// <summary>True when the data set has boxes; then the lists of objects are written even if empty.</summary>
    public required bool HasBoxes { get; init; }

    /// <summary>Boxes in shares of the stored picture.</summary>
    public required ReadOnlySpan<BoxCorners> Boxes { get; init; }

    /// <summary>Label id (0-based) of each box.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Label id (0-based) of the picture, or -1.</summary>
    public required int ImageLabel { get; init; }

    /// <summary>Targets, or null when the recipe has none.</summary>
    public required AnchorTargets? Targets { get; init; }

    /// <summary>SHA-256 of the anchor set as 64 hexadecimal digits in UTF-8; empty without targets.</summary>
    public required ReadOnlySpan<byte> AnchorSet { get; init; }

    /// <summary>Every drawn parameter as compact JSON in UTF-8.</summary>
    public required ReadOnlySpan<byte> Augmentation { get; init; }
}
