using System.Diagnostics;
using System.Text.Json;
using FeatureForge.Cli.Python;
using FeatureForge.Cli.Tests.Running;

namespace FeatureForge.Cli.Tests.Python;

/// <summary><c>train --data recipe.yaml</c>: the feed that the command hosts, and what is left of it however the training ends.</summary>
public sealed class LiveTrainingTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    // The package's place is taken by a script: it says what it was started with and asks the feed.
    private const string Asking = """
        socket=$(printf '%s\n' "$@" | sed -n 's/^unix://p')
        echo "$@"
        echo "$socket"
        stat -c %a "$(dirname "$socket")"
        [ "$FEATUREFORGE_PARENT" = "$PPID" ] && echo parent
        /usr/bin/python3 -c "
        import socket, sys
        s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
        s.sendall(b'GET /v1/manifest HTTP/1.0\r\n\r\n')
        data = b''
        while part := s.recv(65536): data += part
        print(data.split(b'\r\n\r\n', 1)[1].decode().strip())" "$socket"
        exit 7
        """;

    [SkippableFact]
    public void Training_OnARecipe_ServesItToThePackageAndTidiesUp()
    {
        RequirePython();
        ProgramResult result = Run(Asking, "train", "detector", "--data", set.ExampleRecipe(), "--input", set.Folder, "--out", "model").Expect(7);
        string[] lines = result.Output.TrimEnd().Split('\n');
        Assert.Equal($"-m featureforge_train detector --data unix:{lines[1]} --out model", lines[0]);
        Assert.Equal(["700", "parent"], lines[2..4]);
        JsonElement manifest = JsonDocument.Parse(lines[4]).RootElement;
        Assert.Equal((true, 8732), (manifest.GetProperty("live").GetBoolean(), manifest.GetProperty("anchorCount").GetInt32()));
        Assert.False(Path.Exists(Path.GetDirectoryName(lines[1])));
    }

    [SkippableTheory]
    [InlineData("TERM", 1, "TERM")]
    [InlineData("INT", 3, "INT")]
    [InlineData("HUP", 1, "TERM")]
    public void Training_ThatIsAskedToStop_LeavesNothing(string signal, int times, string passed)
    {
        RequirePython();
        string script = $"trap 'sleep 0.5; exit 1' {passed}; printf '%s\\n' \"$@\" | sed -n 's/^unix://p'; while :; do sleep 0.05; done";
        using Process process = FeatureForgeProgram.Start(Environment(script), "train", "detector", "--data", set.ExampleRecipe(), "--out", "model");
        string socket = process.StandardOutput.ReadLine()!;
        Assert.True(Path.Exists(socket));
        for (int i = 0; i < times; i++)
            FeatureForgeProgram.Send(signal, process);
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(1, process.ExitCode);
        Assert.False(Path.Exists(Path.GetDirectoryName(socket)));
    }

    [SkippableFact]
    public void Folder_ThatAKilledTrainingLeft_IsRemovedByALaterOne_AndNoOtherIs()
    {
        RequirePython();
        string temporary = Directory.CreateTempSubdirectory("ff").FullName;
        var environment = new Dictionary<string, string>(Environment("printf '%s\\n' \"$@\" | sed -n 's/^unix://p'; exec sleep 60")) { ["TMPDIR"] = temporary };
        string left = KilledAfterStart(environment, "KILL");
        string fresh = KilledAfterStart(environment, "QUIT");
        Assert.True(Path.Exists(left) && Path.Exists(fresh));
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddMinutes(-5));

        // Not a training's: a folder that starts just now, and one with more in it than a socket.
        string empty = Directory.CreateDirectory(Path.Combine(temporary, "featureforge-train-empty")).FullName;
        string full = Directory.CreateDirectory(Path.Combine(temporary, "featureforge-train-full")).FullName;
        File.WriteAllText(Path.Combine(full, "feed"), "");
        File.WriteAllText(Path.Combine(full, "notes"), "");
        File.SetLastWriteTimeUtc(Path.Combine(full, "feed"), DateTime.UtcNow.AddMinutes(-5));
        using Process running = FeatureForgeProgram.Start(environment, "train", "detector", "--data", set.ExampleRecipe());
        string alive = running.StandardOutput.ReadLine()!;
        File.SetLastWriteTimeUtc(alive, DateTime.UtcNow.AddMinutes(-5));
        string next = KilledAfterStart(environment, "TERM");
        Assert.False(Path.Exists(Path.GetDirectoryName(left)) || Path.Exists(Path.GetDirectoryName(next)));
        Assert.All((string[])[fresh, empty, Path.Combine(full, "feed"), alive], path => Assert.True(Path.Exists(path), path));
        running.Kill(entireProcessTree: true);
        running.WaitForExit();
        Directory.Delete(temporary, recursive: true);
    }

    [SkippableFact]
    public void TemporaryFolder_ThatDoesNotExist_IsNamed()
    {
        RequirePython();
        string nowhere = set.NewPath();
        var environment = new Dictionary<string, string>(Environment("exit 0")) { ["TMPDIR"] = nowhere };
        string error = FeatureForgeProgram.Run(environment, "train", "detector", "--data", set.ExampleRecipe()).Expect(1).Error;
        Assert.Contains(nowhere, error, StringComparison.Ordinal);
        Assert.Contains("set TMPDIR", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Training_OnAWrongRecipe_EndsBeforePythonStarts()
    {
        string started = set.NewPath();
        string recipe = set.WriteRecipe("version: 1\nsource: {images: photos}\ngeometri: {}\n");
        ProgramResult result = Run($"touch {started}", "train", "detector", "--data", recipe, "--out", "model").Expect(2);
        Assert.Contains("geometri", result.Error, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(recipe), Run($"touch {started}", "train", "detector", "--data", recipe + ".yaml").Expect(2).Error, StringComparison.Ordinal);
        Run($"touch {started}", "train", "detector", "--data", recipe, "shards").Expect(2);
        Assert.NotEqual(0, Run($"touch {started}", "train", "detector", "--data", set.ExampleRecipe(), "--annotations", "nowhere.csv").Code);
        Assert.False(File.Exists(started));
    }

    [SkippableFact]
    public void Training_WithoutAnInterpreter_LeavesNothing()
    {
        string temporary = Directory.CreateDirectory(set.NewPath()).FullName;
        var environment = new Dictionary<string, string> { [PythonInterpreter.Variable] = set.NewPath(), ["TMPDIR"] = temporary };
        FeatureForgeProgram.Run(environment, "train", "detector", "--data", set.ExampleRecipe(), "--out", "model").Expect(1);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(temporary), path => Path.GetFileName(path).StartsWith("featureforge-", StringComparison.Ordinal));
        string deep = Directory.CreateDirectory(Path.Combine(temporary, new string('d', 100))).FullName;
        Assert.Contains("TMPDIR", FeatureForgeProgram.Run(new Dictionary<string, string> { ["TMPDIR"] = deep }, "train", "detector", "--data", set.ExampleRecipe()).Expect(1).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(deep), path => Path.GetFileName(path).StartsWith("featureforge-", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_OfTheCommand_NamesTheOptionsOfRecipes()
    {
        string output = Run("echo help of the package", "train", "--help").Expect(0).Output;
        Assert.StartsWith("help of the package\n", output, StringComparison.Ordinal);
        Assert.Contains("--annotations FILE", output, StringComparison.Ordinal);
    }

    /// <summary>Ends a training by a signal once its feed listens.</summary>
    /// <returns>Its socket.</returns>
    private string KilledAfterStart(Dictionary<string, string> environment, string signal)
    {
        using Process process = FeatureForgeProgram.Start(environment, "train", "detector", "--data", set.ExampleRecipe());
        string socket = process.StandardOutput.ReadLine()!;
        FeatureForgeProgram.Send(signal, process);
        Assert.True(process.WaitForExit(60_000));
        return socket;
    }

    private ProgramResult Run(string script, params string[] arguments) => FeatureForgeProgram.Run(Environment(script), arguments);

    private Dictionary<string, string> Environment(string script)
    {
        string path = set.NewPath();
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new Dictionary<string, string> { [PythonInterpreter.Variable] = path };
    }

    private static void RequirePython() => Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "needs python3 on Linux");
}
