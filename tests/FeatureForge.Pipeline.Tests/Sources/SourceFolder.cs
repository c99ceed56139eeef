using FeatureForge.Core.Samples;
using FeatureForge.Pipeline.Sources;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Sources;

/// <summary>A folder with images (content does not matter to the lister) and an annotation file.</summary>
internal sealed class SourceFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SourceFolder(params string[] images)
    {
        Directory.CreateDirectory(Images);
        foreach (string image in images)
            AddImage(image);
    }

    public string Path => _folder.Path;

    public string Images => _folder["images"];

    public string Annotations => _folder["boxes.csv"];

    public void AddImage(string path, int length = 3)
    {
        string file = System.IO.Path.Combine(Images, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, new byte[length]);
    }

    public SourceListing List(string? csv = null, SourceOptions? options = null, bool oneSamplePerBox = false, System.Text.Encoding? csvEncoding = null)
    {
        if (csv is not null)
            File.WriteAllText(Annotations, csv, csvEncoding ?? System.Text.Encoding.UTF8);
        options ??= new SourceOptions { Images = "images" };
        options = options with { Annotations = csv is null ? null : "boxes.csv" };
        return SourceLister.List(options, SourceFolders.Resolve(Path, options), oneSamplePerBox);
    }

    public static string[] Keys(SampleListing samples) => Each(samples, sample => System.Text.Encoding.UTF8.GetString(sample.Key));

    public static T[] Each<T>(SampleListing samples, SampleReader<T> read)
    {
        var values = new T[samples.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = read(samples[i]);
        return values;
    }

    public void Dispose() => _folder.Dispose();

    internal delegate T SampleReader<T>(SampleDescription sample);
}
