namespace FeatureForge.Cli.Python;

/// <summary>Which Python runs the packages of the trainer.</summary>
internal static class PythonInterpreter
{
    /// <summary>Environment variable that names another interpreter, such as that of a virtual environment.</summary>
    public const string Variable = "FEATUREFORGE_PYTHON";

    // The packages of a distribution (python3-torch) belong to its own interpreter; the first python3 on the path is often another one.
    private const string System = "/usr/bin/python3";
    private const string OnPath = "python3";

    /// <summary>Path or name of the interpreter.</summary>
    public static string Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
            return named;
        return File.Exists(System) ? System : OnPath;
    }
}
