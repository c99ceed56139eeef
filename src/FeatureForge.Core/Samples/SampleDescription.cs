using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Samples;

/// <summary>One sample as the sources list it: the door from Sources to Decode. A view into a <see cref="SampleListing"/>.</summary>
public readonly ref struct SampleDescription
{
    /// <summary>Position in the listing, 0-based.</summary>
    public required int Index { get; init; }

    /// <summary>Sample key, UTF-8: path relative to <c>images</c>, <c>/</c>-separated, plus <c>#n</c> where one image yields several samples.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Path of the image relative to <c>images</c>, UTF-8, <c>/</c>-separated.</summary>
    public required ReadOnlySpan<byte> ImagePath { get; init; }

    /// <summary>First 64 bits of the SHA-256 of <see cref="Key"/>, little-endian: identifies the sample in every random draw.</summary>
    public required ulong KeyHash { get; init; }

    /// <summary>Length of the image file in bytes when it was listed.</summary>
    public required long FileLength { get; init; }

    /// <summary>Split that the sample belongs to, an index into <see cref="SampleListing.Splits"/>.</summary>
    public required int Split { get; init; }

    /// <summary>Object boxes in pixels of the image, in the box space of the recipe (upright or stored); may be empty.</summary>
    public required ReadOnlySpan<BoxPixels> Boxes { get; init; }

    /// <summary>Label of each box, an index into <see cref="LabelMap.Names"/>.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Label of the whole image where the annotations are classifications, else -1.</summary>
    public required int ImageLabel { get; init; }

    /// <summary>Box that this sample shows (<c>cropToBox</c>), an index into <see cref="Boxes"/>, else -1.</summary>
    public required int BoxNumber { get; init; }
}
