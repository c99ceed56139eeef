using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Cli.Bench;

/// <summary>The photos of a benchmark as files in a temporary folder, listed as a run wants them, with room for what runs write.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("featureforge-bench-").FullName;

    /// <summary>Writes the photos.</summary>
    /// <param name="photos">Photos.</param>
    /// <exception cref="IOException">They cannot be written; nothing of them stays.</exception>
    public BenchFolder(BenchPhotos photos)
    {
        try
        {
            Source = Write(photos);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The photos; all are of the split <c>train</c>.</summary>
    public SourceListing Source { get; }

    /// <summary>Folder that a run may write to.</summary>
    public string Output => Path.Combine(_folder, "shards");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SourceListing Write(BenchPhotos photos)
    {
        string images = Path.Combine(_folder, "photos");
        Directory.CreateDirectory(images);
        var builder = new SampleListingBuilder();
        int boxes = 0;
        for (int i = 0; i < photos.Count; i++)
        {
            BenchPhoto photo = photos[i];
            string name = FormattableString.Invariant($"{i:D5}.jpg");
            File.WriteAllBytes(Path.Combine(images, name), photo.File);
            int start = builder.AddBoxes(photo.Boxes, photo.Labels);
            builder.AddSample(name, photo.File.Length, 0, start, photo.Boxes.Length, boxNumber: photo.BoxNumber);
            boxes += photo.Boxes.Length;
        }

        SampleListing samples = builder.Build(photos.Labels, ["train"], images, hasBoxes: true);
        return new SourceListing { Samples = samples, Findings = new SourceFindings(), Fingerprint = "bench", ImageCount = photos.Count, BoxCount = boxes, ImagesWithoutSamples = 0 };
    }
}
