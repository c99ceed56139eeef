using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Records.Encode;

namespace FeatureForge.Records.Shards;

/// <summary>What the closing files of a folder say about its records; follows from recipe and source alone.</summary>
public sealed record DatasetDescription
{
    /// <summary>Seed of the recipe.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Label names.</summary>
    public required LabelMap Labels { get; init; }

    /// <summary>Whose conventions the records follow.</summary>
    public required RecordProfile Profile { get; init; }

    /// <summary>Shape of every stored picture.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary><c>jpeg</c> or <c>png</c>, or empty for raw RGB.</summary>
    public string ImageFormat { get; init; } = "";

    /// <summary>True when records have the <c>image/object</c> lists.</summary>
    public bool HasBoxes { get; init; }

    /// <summary>True when records have <c>image/class</c>.</summary>
    public bool HasImageLabels { get; init; }

    /// <summary>SHA-256 of the anchor set as 64 hexadecimal digits; null where the recipe has no targets.</summary>
    public string? AnchorSet { get; init; }

    /// <summary>Levels of an anchor set that the recipe laid out itself; empty for a set known by name.</summary>
    public IReadOnlyList<DatasetAnchorLevel> AnchorLevels { get; init; } = [];

    /// <summary>True when targets have one row per anchor.</summary>
    public bool DenseTargets { get; init; }

    /// <summary>Serving part of the recipe as compact JSON, an object of at most <see cref="Manifest.LargestServing"/> characters; null where it is not known.</summary>
    public string? Serving { get; init; }

    /// <summary>Name of the data set for TensorFlow Datasets: lower-case letters, digits and <c>_</c>.</summary>
    public string Name { get; init; } = "featureforge";

    /// <summary>Version of the data set for TensorFlow Datasets.</summary>
    public string Version { get; init; } = "1.0.0";
}
