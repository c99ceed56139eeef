using FeatureForge.Cli.Commands;

namespace FeatureForge.Cli.Feed;

/// <summary>A new folder among the temporary ones that only this user may enter, removed with all in it when it is disposed of.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private readonly DirectoryInfo _folder;

    /// <summary>Makes the folder, with mode 0700 on Unix.</summary>
    /// <param name="prefix">How its name begins.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">There is no folder for temporary files, or it cannot be written to.</exception>
    public PrivateFolder(string prefix)
    {
        try
        {
            _folder = Directory.CreateTempSubdirectory(prefix);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The system's own words name no folder.
            throw CommandsErrors.TemporaryFolderUnusable(Path.GetTempPath(), failure);
        }
    }

    /// <summary>Its path.</summary>
    public string FullName => _folder.FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody tidied up the temporary folders meanwhile; the training itself went well.
        }
    }
}
