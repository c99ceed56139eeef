namespace FeatureForge.Gpu.Driver;

/// <summary>The user's own folder for what can be made again: <c>$XDG_CACHE_HOME/featureforge</c>, else <c>~/.cache/featureforge</c>.</summary>
internal static class CacheFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Path of the folder, which need not exist; null where the environment names no place for it.</summary>
    public static string? OfUser()
    {
        // The specification of XDG_CACHE_HOME says to ignore relative paths.
        string? named = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!string.IsNullOrEmpty(named) && Path.IsPathFullyQualified(named))
            return Path.Combine(named, "featureforge");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, ".cache", "featureforge");
    }

    /// <summary>Makes a folder for its owner alone. False where that cannot be, or where others could write into the one that is there: what lies in it is run as machine code.</summary>
    /// <param name="path">Absolute path.</param>
    public static bool TryMake(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                return Directory.CreateDirectory(path).Exists;
            Directory.CreateDirectory(path, OwnerOnly);
            if ((File.GetUnixFileMode(path) & WritableByOthers) != 0)
                return false;
            string trial = Path.Combine(path, $".{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.trial");
            File.WriteAllBytes(trial, []);
            File.Delete(trial);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
