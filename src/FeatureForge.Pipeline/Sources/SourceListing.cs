using FeatureForge.Core.Samples;

namespace FeatureForge.Pipeline.Sources;

/// <summary>What stage 1 gives: the samples, and what there is to say about the input.</summary>
public sealed record SourceListing
{
    /// <summary>Every sample, in ordinal order of the image paths.</summary>
    public required SampleListing Samples { get; init; }

    /// <summary>Rows dropped and files left out.</summary>
    public required SourceFindings Findings { get; init; }

    /// <summary>SHA-256 over path and length of each image and the annotation rows kept, 64 lowercase hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Number of image files found.</summary>
    public required int ImageCount { get; init; }

    /// <summary>Number of boxes kept.</summary>
    public required int BoxCount { get; init; }

    /// <summary>Images that gave no sample because they have no box, where a sample is made of each box; else 0.</summary>
    public required int ImagesWithoutSamples { get; init; }
}
