using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>Runs the real program as a process of its own, as a user would.</summary>
internal static class FeatureForgeProgram
{
    /// <summary>Runs to the end.</summary>
    public static ProgramResult Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    /// <summary>Runs to the end with environment variables set.</summary>
    public static ProgramResult Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(300_000), "the program did not end within five minutes");
        return new ProgramResult(process.ExitCode, output, error.Result);
    }

    /// <summary>Starts without waiting; output is redirected.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "featureforge.dll");

        // Shells ignore SIGINT and SIGQUIT for jobs in the background, nohup SIGHUP, and programs inherit that; a user's terminal does not.
        string[] heeding = OperatingSystem.IsLinux() ? ["env", "--default-signal=HUP,INT,QUIT,TERM", "dotnet"] : ["dotnet"];
        var info = new ProcessStartInfo(heeding[0], [.. heeding[1..], program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
            info.Environment[name] = value;
        return Process.Start(info)!;
    }

    /// <summary>Sends a signal to a program that runs.</summary>
    public static void Send(string signal, Process process)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Every file below a folder with its SHA-256, ordinal order: two folders are alike exactly when these texts are.</summary>
    public static string Digest(string folder)
    {
        var text = new StringBuilder();
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            text.AppendLine($"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))} {Path.GetRelativePath(folder, file)}");
        return text.ToString();
    }
}
