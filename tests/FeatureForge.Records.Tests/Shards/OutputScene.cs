using System.Text;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Framing;
using FeatureForge.Records.Shards;

namespace FeatureForge.Records.Tests.Shards;

/// <summary>A small run: twelve training samples in two epochs, five for validation, every seventh one bad.</summary>
internal sealed class OutputScene
{
    public static readonly OutputFingerprints Fingerprints = new("recipe-1", "source-1", "0.1.0");
    private const int RecordBytes = 200;

    public OutputScene(int epochs = 2, long shardBytes = 2_000, int train = 12, int validation = 5)
    {
        Listing = MakeListing(train, validation);
        Plan = ShardPlan.Create(Listing, seed: 7, epochs, split => split == 0, RecordBytes, shardBytes);
    }

    public SampleListing Listing { get; }

    public ShardPlan Plan { get; }

    public IReadOnlyList<DatasetAnchorLevel> AnchorLevels { get; init; } = [];

    public RecordProfile Profile { get; init; } = RecordProfile.TensorFlowDatasets;

    public DatasetDescription Dataset => new()
    {
        Seed = 7,
        Labels = Listing.LabelMap,
        Profile = Profile,
        Shape = new ImageShape(4, 2),
        HasBoxes = true,
        AnchorSet = new string('a', 64),
        Serving = """{"steps":["letterbox"],"output":[4,2]}""",
        AnchorLevels = AnchorLevels,
    };

    public static SampleListing MakeListing(params int[] counts)
    {
        var builder = new SampleListingBuilder();
        string[] splits = ["train", "validation", "test"];
        for (int split = 0; split < counts.Length; split++)
        {
            for (int i = 0; i < counts[split]; i++)
                builder.AddSample($"{splits[split]}/{i:D4}.jpg", 1_000, split, 0, 0);
        }

        return builder.Build(new LabelMap(["face", "it's"]), splits[..counts.Length], "/images", hasBoxes: true);
    }

    /// <summary>Does what a run does, from opening to finishing; gives whether the folder was finished.</summary>
    public bool Run(string path, TaskShare? task = null, bool fresh = false, DurableFiles? files = null, OutputFingerprints? fingerprints = null)
    {
        using var folder = OutputFolder.Open(path, fingerprints ?? Fingerprints, Plan, task, fresh, files ?? new MemoryOnlyFiles());
        foreach (PlannedShard shard in folder.Pending)
            WriteShard(folder, shard);
        return folder.TryFinish(Dataset);
    }

    public void WriteShard(OutputFolder folder, PlannedShard shard)
    {
        using ShardFile file = folder.CreateShard(shard);
        using var buffer = new RecordBuffer();
        List<QuarantinedEntry> quarantined = [];
        for (int place = 0; place < shard.Count; place++)
        {
            if (TryWrite(shard[place], buffer))
                file.Append(buffer.Framed);
            else
                quarantined.Insert(0, Bad(shard[place], place));
        }

        file.Complete(quarantined);
    }

    /// <summary>Name and content of every file in a folder and below.</summary>
    public static SortedDictionary<string, string> Snapshot(string path)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string file in Directory.GetFiles(path, "*", SearchOption.AllDirectories))
            files[Path.GetRelativePath(path, file)] = Convert.ToHexString(File.ReadAllBytes(file));
        return files;
    }

    private bool TryWrite(PlannedEntry entry, RecordBuffer buffer)
    {
        SampleDescription sample = Listing[entry.ListingIndex];
        if ((entry.ListingIndex + entry.Epoch) % 7 == 3)
            return false;
        byte[] picture = [.. Enumerable.Range(0, 24).Select(i => (byte)(i + entry.ListingIndex))];
        new RecordEncoder(Profile, Listing.LabelMap).Encode(
            new FinishedSample
            {
                Key = sample.Key,
                ImagePath = sample.ImagePath,
                Epoch = entry.Epoch,
                Shape = new ImageShape(4, 2),
                ImageBytes = picture,
                ImageFormat = [],
                HasBoxes = true,
                Boxes = [new BoxCorners(0, 0, 0.5f, 1)],
                Labels = [entry.ListingIndex % 2],
                ImageLabel = -1,
                Targets = Encode.SampleScene.Sparse(),
                AnchorSet = Encoding.UTF8.GetBytes(new string('a', 64)),
                Augmentation = "[]"u8,
            },
            buffer);
        return true;
    }

    private QuarantinedEntry Bad(PlannedEntry entry, int place)
    {
        SampleDescription sample = Listing[entry.ListingIndex];
        string key = Encoding.UTF8.GetString(sample.Key);
        return new QuarantinedEntry(place, key, key, entry.Epoch, "truncated", "The file ends \"early\".", entry.ListingIndex % 2 == 0 ? 17 : -1);
    }
}
