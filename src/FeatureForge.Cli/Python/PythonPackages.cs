namespace FeatureForge.Cli.Python;

/// <summary>Where the Python packages lie: beside a published program, or in the checkout that the program was built in.</summary>
internal static class PythonPackages
{
    private const string BesideProgram = "trainer";
    private static readonly string s_inCheckout = Path.Combine("src", "trainer");

    /// <summary>The folder that holds a package, for <c>PYTHONPATH</c>.</summary>
    /// <param name="module">Name of the package.</param>
    /// <param name="program">Folder of the program.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The package is in neither place.</exception>
    public static string FolderOf(string module, string program)
    {
        if (Holds(Path.Combine(program, BesideProgram), module))
            return Path.Combine(program, BesideProgram);
        for (DirectoryInfo? folder = new(program); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, s_inCheckout);
            if (Holds(candidate, module))
                return candidate;
        }

        throw PythonErrors.NoPackage(module, Path.Combine(program, BesideProgram));
    }

    private static bool Holds(string folder, string module) => File.Exists(Path.Combine(folder, module, "__main__.py"));
}
