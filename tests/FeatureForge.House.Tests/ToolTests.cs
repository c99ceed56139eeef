using System.Diagnostics;
using FeatureForge.House.Tests.Sources;
using FeatureForge.Testing;

namespace FeatureForge.House.Tests;

/// <summary>What the tools do on machines that are not like this one, played with stand-ins for the programs that they call.</summary>
public class ToolTests
{
    [Fact]
    public void Test_WhereAptIsAndOpenClIsNot_InstallsPoClAndItsLoader()
    {
        using var folder = new TemporaryFolder();
        (string Name, string Body)[] programs =
        [
            ("ldconfig", ""), ("id", "echo 0"), ("apt-get", "echo \"$@\" >> \"$STAND_INS/apt.log\""), ("npm", "exit 1"),
            ("dotnet", "[ \"$1\" != --version ] || echo 10.0.100"),
        ];
        foreach (var (name, body) in programs)
            Script(folder[name], body);
        string output = Run(folder, "tools/test", "--filter", "nothing");
        string[] installed = File.ReadAllText(folder["apt.log"]).Split((char[])[' ', '\n']);
        Assert.Contains("install", installed);
        Assert.Contains("pocl-opencl-icd", installed);
        Assert.Contains("ocl-icd-libopencl1", installed);
        Assert.EndsWith("0 passed, 0 failed, 0 skipped\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_WhereOpenClIsMissingAndNobodyMayInstall_SaysTheLineForIt()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, body) in ((string, string)[])[("ldconfig", ""), ("id", "echo 1000"), ("npm", "exit 1"), ("dotnet", "[ \"$1\" != --version ] || echo 10.0.100")])
            Script(folder[name], body);
        string output = Run(folder, "tools/test", "--filter", "nothing");
        Assert.Matches("sudo apt-get install .*pocl-opencl-icd", output);
    }

    private static void Script(string path, string body)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a tool with the stand-ins before all other programs, and without OpenCL drivers.</summary>
    private static string Run(TemporaryFolder folder, string tool, params string[] arguments)
    {
        var info = new ProcessStartInfo("bash", [TrackedFiles.Absolute(tool), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["PATH"] = $"{folder.Path}:/usr/bin:/bin";
        info.Environment["STAND_INS"] = folder.Path;
        info.Environment["OCL_ICD_VENDORS"] = folder["no-drivers"];
        info.Environment["TMPDIR"] = folder.Path;
        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = error.Result;
        return output;
    }
}
