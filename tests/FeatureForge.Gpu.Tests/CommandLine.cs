using System.Diagnostics;

namespace FeatureForge.Gpu.Tests;

/// <summary>Runs compilers and tools; a test whose tool is missing is skipped with the reason.</summary>
internal static class CommandLine
{
    /// <summary>Runs to the end and gives standard output; fails with what the tool said.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var (code, output, error) = Start(program, arguments);
        Skip.If(code < 0, $"{program} is not installed (apt: clang-19 g++)");
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{error}{output}");
        return output;
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>Exit code, -1 where the program is missing, and all that it printed.</returns>
    public static (int Code, string Output, string Error) Start(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "", "");
        }
    }
}
