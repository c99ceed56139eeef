namespace FeatureForge.Testing;

/// <summary>Finds the optional folder of real photos: <c>shared/data</c> beside the checkout, or the folder named by FEATUREFORGE_TEST_DATA.</summary>
public static class TestData
{
    private static readonly string? s_repository = FindRepository();

    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Root of the checkout; a test that runs outside one, as those of a GPU bundle do, is skipped.</summary>
    public static string Repository
    {
        get
        {
            Skip.If(s_repository is null, $"not in a checkout: no FeatureForge.sln above {AppContext.BaseDirectory}");
            return s_repository!;
        }
    }

    /// <summary>A path within the data folder; the test is skipped with a reason where the folder is absent.</summary>
    public static string Require(params string[] parts)
    {
        Skip.If(Folder is null, "shared/data is not beside the checkout (set FEATUREFORGE_TEST_DATA to name it)");
        return Path.Combine([Folder!, .. parts]);
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("FEATUREFORGE_TEST_DATA");
        if (!string.IsNullOrEmpty(named))
            return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(Path.Combine(candidate, "README.md")))
                return candidate;
        }

        return null;
    }

    private static string? FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FeatureForge.sln")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
