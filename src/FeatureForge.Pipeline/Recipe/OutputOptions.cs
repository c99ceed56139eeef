using FeatureForge.Core.Options;
using FeatureForge.Records.Encode;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Section <c>output</c>: where the shards go and how a record stores its picture.</summary>
public sealed record OutputOptions
{
    /// <summary>Bytes of a shard when the recipe does not say: 256 MiB.</summary>
    public const long DefaultShardBytes = 256L << 20;

    private const int DefaultQuality = 95;

    /// <summary>Folder of the shards, as written in the recipe: relative to the folder of the recipe, or absolute.</summary>
    public required string Path { get; init; }

    /// <summary>How a record stores its picture.</summary>
    public StoredImage Image { get; init; } = StoredImage.Raw;

    /// <summary>JPEG quality, 1 to 100; used with <see cref="StoredImage.Jpeg"/> only.</summary>
    public int Quality { get; init; } = DefaultQuality;

    /// <summary>Size that the shard plan aims at, in bytes.</summary>
    public long ShardBytes { get; init; } = DefaultShardBytes;

    /// <summary>Whose conventions the records follow.</summary>
    public RecordProfile Profile { get; init; } = RecordProfile.TensorFlowObjectDetection;

    /// <summary>The section's keys.</summary>
    public static StepDescription Section { get; } = new()
    {
        Name = "output",
        Summary = "Where the shards go and how a record stores its picture.",
        Random = false,
        Keys =
        [
            new() { Name = "path", Kind = ValueKind.Text, Required = true, Summary = "Folder of the shards, relative to the folder of the recipe. `--output` overrides it. No part of the recipe's fingerprint." },
            new() { Name = "image", Kind = ValueKind.Choice, Choices = ["raw", "jpeg", "png"], Default = "raw", Summary = "Picture in the record: plain RGB bytes, JPEG or PNG." },
            new() { Name = "quality", Kind = ValueKind.Integer, Minimum = 1, Maximum = 100, Default = (long)DefaultQuality, Summary = "JPEG quality; used with `image: jpeg` only." },
            new() { Name = "shardBytes", Kind = ValueKind.ByteCount, Minimum = 1 << 10, Maximum = 1L << 40, Unit = "bytes", Default = DefaultShardBytes, Summary = "Size that a shard aims at; the number of shards is the predicted bytes divided by it, rounded up." },
            new() { Name = "profile", Kind = ValueKind.Choice, Choices = ["tf-od", "tfds"], Default = "tf-od", Summary = "Conventions of the records: TensorFlow Object Detection API (labels from 1) or TensorFlow Datasets (labels from 0)." },
        ],
        Create = Create,
    };

    private static OutputOptions Create(StepValues values)
    {
        return new OutputOptions
        {
            Path = values.Text("path")!,
            Image = values.Text("image") switch { "jpeg" => StoredImage.Jpeg, "png" => StoredImage.Png, _ => StoredImage.Raw },
            Quality = (int)values.Integer("quality"),
            ShardBytes = values.Integer("shardBytes"),
            Profile = values.Text("profile") == "tfds" ? RecordProfile.TensorFlowDatasets : RecordProfile.TensorFlowObjectDetection,
        };
    }
}
