using System.Diagnostics;
using FeatureForge.Cli.Python;
using FeatureForge.Cli.Tests.Running;
using FeatureForge.Core.Errors;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Python;

/// <summary>How <c>train</c>, <c>eval</c> and <c>export</c> start their packages: arguments, exit codes and signals pass through.</summary>
public sealed class PythonCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("train", "featureforge_train")]
    [InlineData("eval", "featureforge_eval")]
    [InlineData("export", "featureforge_export")]
    public void PythonCommand_WithAnyArguments_PassesThemOn(string command, string module)
    {
        Skip.IfNot(File.Exists(Path.Combine(PythonPackages.FolderOf("featureforge_train", AppContext.BaseDirectory), module, "__main__.py")), $"{module} is not there yet");
        string interpreter = Interpreter("echo \"$@\"; echo \"$PYTHONPATH\"; exit 7");
        var environment = new Dictionary<string, string> { [PythonInterpreter.Variable] = interpreter, ["PYTHONPATH"] = "mine" };
        ProgramResult result = FeatureForgeProgram.Run(environment, command, "classifier", "--help", "--data", "a b").Expect(7);
        string[] lines = result.Output.Split('\n');
        Assert.Equal($"-m {module} classifier --help --data a b", lines[0]);
        Assert.EndsWith(":mine", lines[1], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(lines[1].Split(':')[0], module, "__main__.py")));
    }

    [SkippableFact]
    public void PythonCommand_WhenAskedToStop_PassesTheSignalOnAndWaits()
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are those of Unix");
        string interpreter = Interpreter("trap 'echo stopped; exit 1' TERM; echo ready; while :; do sleep 0.05; done");
        using Process process = FeatureForgeProgram.Start(new Dictionary<string, string> { [PythonInterpreter.Variable] = interpreter }, "train");
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        FeatureForgeProgram.Send("TERM", process);
        Assert.Equal("stopped", process.StandardOutput.ReadToEnd().Trim());
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(1, process.ExitCode);
    }

    [SkippableTheory]
    [InlineData("KILL", 9, ", as by kill -9 or for want of memory")]
    [InlineData("SEGV", 11, "")]
    public void PythonCommand_WhenPythonIsKilled_SaysBySignalWhichAndWhatToDo(string signal, int number, string cause)
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are those of Unix");
        var environment = new Dictionary<string, string> { [PythonInterpreter.Variable] = Interpreter($"echo begun; ulimit -c 0; kill -{signal} $$") };
        ProgramResult result = FeatureForgeProgram.Run(environment, "train", "classifier").Expect(128 + number);
        Assert.Equal("begun\n", result.Output);
        Assert.Equal($"featureforge: featureforge_train was ended by signal {number}{cause}. What it had saved is whole; give the same command again.\n", result.Error);
    }

    [SkippableFact]
    public void PythonCommand_WhenPythonDiesOfTheSignalPassedOn_BlamesNobody()
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are those of Unix");
        string interpreter = Interpreter("echo ready; exec sleep 60");
        using Process process = FeatureForgeProgram.Start(new Dictionary<string, string> { [PythonInterpreter.Variable] = interpreter }, "train");
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        FeatureForgeProgram.Send("TERM", process);
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(128 + 15, process.ExitCode);
        Assert.Equal("", process.StandardError.ReadToEnd());
    }

    [Fact]
    public void PythonCommand_WithoutAnInterpreter_SaysWhatToInstall()
    {
        var environment = new Dictionary<string, string> { [PythonInterpreter.Variable] = _folder["nowhere"] };
        string error = FeatureForgeProgram.Run(environment, "train", "--help").Expect(1).Error;
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
        Assert.Contains("python3-torch", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void PythonCommand_WithoutThePackagesOfPython_SaysWhatToInstall()
    {
        Skip.IfNot(File.Exists("/usr/bin/python3"), "needs python3");
        // Without its site folder the interpreter has its own library and nothing more.
        var environment = new Dictionary<string, string> { [PythonInterpreter.Variable] = Interpreter("exec /usr/bin/python3 -S \"$@\"") };
        string error = FeatureForgeProgram.Run(environment, "train", "classifier", "--data", "shards", "--out", "model").Expect(1).Error;
        Assert.Contains("apt-get install python3-numpy", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", error, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderOf_BesideThePublishedProgram_IsTakenFirst()
    {
        string package = _folder["program/trainer/featureforge_train"];
        Directory.CreateDirectory(package);
        File.WriteAllText(Path.Combine(package, "__main__.py"), "");
        Assert.Equal(_folder["program/trainer"], PythonPackages.FolderOf("featureforge_train", _folder["program"]));
    }

    [Fact]
    public void FolderOf_WhereThereIsNone_NamesBothPlaces()
    {
        var error = Assert.Throws<FeatureForgeException>(() => PythonPackages.FolderOf("featureforge_nothing", _folder.Path));
        Assert.Equal(1, error.ExitCode);
        Assert.Contains("featureforge_nothing", error.Message, StringComparison.Ordinal);
        Assert.Contains("src/trainer", error.Message, StringComparison.Ordinal);
    }

    private string Interpreter(string script)
    {
        string path = _folder["python"];
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
