namespace FeatureForge.Benchmarks.Inputs;

/// <summary>A folder of this run among the temporary files, deleted at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("featureforge-benchmarks.");

    /// <summary>Absolute path.</summary>
    public string Location => _folder.FullName;

    /// <summary>Path of something in it.</summary>
    public string this[string name] => Path.Combine(Location, name);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
