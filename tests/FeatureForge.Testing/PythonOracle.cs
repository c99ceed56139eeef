using System.Diagnostics;

namespace FeatureForge.Testing;

/// <summary>Runs the Python scripts of <c>tests/oracles</c>: independent tools (Pillow, NumPy ...) that say what the right answer is.</summary>
public static class PythonOracle
{
    /// <summary>Runs a script with the system's Python and gives its standard output; skips the test where a module is missing.</summary>
    /// <param name="script">File name within <c>tests/oracles</c>.</param>
    /// <param name="modules">Modules that the script imports, for example <c>PIL</c>.</param>
    /// <param name="arguments">Arguments of the script.</param>
    public static string Run(string script, string[] modules, params string[] arguments)
    {
        foreach (string module in modules)
            Skip.IfNot(Start(["-c", $"import {module}"]).Code == 0, $"python3 has no module {module} (apt: python3-pil python3-numpy python3-torchvision)");
        var (code, output, error) = Start([Path.Combine(TestData.Repository, "tests", "oracles", script), .. arguments]);
        Assert.True(code == 0, $"{script} ended with {code}: {error}");
        return output;
    }

    /// <summary>Runs a script that needs nothing but Python itself; skips the test where there is none.</summary>
    /// <param name="path">Script.</param>
    /// <param name="arguments">Arguments of the script.</param>
    public static (int Code, string Output, string Error) RunFile(string path, params string[] arguments)
    {
        Skip.IfNot(Start(["--version"]).Code == 0, "python3 is not installed");
        return Start(["-B", path, .. arguments]);
    }

    private static (int Code, string Output, string Error) Start(string[] arguments)
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var info = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(info)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "", "python3 is not installed");
        }
    }
}
