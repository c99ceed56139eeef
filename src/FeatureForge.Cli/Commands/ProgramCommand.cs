using System.CommandLine;
using System.CommandLine.Help;
using FeatureForge.Core.Errors;

namespace FeatureForge.Cli.Commands;

/// <summary>The program <c>featureforge</c>: its commands, and the one place where an error becomes a sentence and an exit code.</summary>
internal static class ProgramCommand
{
    /// <summary>Examples of the whole program.</summary>
    public static readonly IReadOnlyList<string> Examples =
    [
        "featureforge synth demo --count 200",
        "featureforge run demo/recipe.yaml",
        "featureforge verify demo/shards",
        "featureforge inspect demo/shards --pictures sheet.png",
    ];

    /// <summary>Carries out a command line.</summary>
    /// <param name="arguments">Arguments without the program name.</param>
    /// <returns>Exit code.</returns>
    public static int Invoke(string[] arguments)
    {
        try
        {
            return PythonCommand.TryRun(arguments, out int exitCode) ? exitCode : InvokeOwn(arguments);
        }
        catch (FeatureForgeException exception)
        {
            return Report(exception.Message, exception.ExitCode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Report($"{exception.Message.TrimEnd('.')}. Check the path, its permissions and the free space, then give the same command again.", ExitCodes.Problem);
        }
    }

    private static int InvokeOwn(string[] arguments)
    {
        RootCommand root = Create();
        ParseResult result = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (result.Errors.Count > 0)
            return ReportUsage(root, result);
        if (Array.Exists(arguments, argument => argument.Length == 0))
            return Report("One of the arguments is empty; name a file, folder or value, or leave the option out.", ExitCodes.Usage);
        return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>Says what went wrong. Where even that cannot be written the exit code still tells.</summary>
    private static int Report(string message, int exitCode)
    {
        try
        {
            // Messages quote files. Line by line, because a compiler's log has several.
            Console.Error.WriteLine($"featureforge: {string.Join('\n', message.Split('\n').Select(TerminalText.Clean))}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exitCode;
        }

        return exitCode;
    }

    private static RootCommand Create()
    {
        var root = new RootCommand("FeatureForge turns photos into training records: decoded, resized, augmented, matched with anchors, sharded; the same bits on every machine.")
        {
            RunCommand.Create(),
            IndexCommand.Create(),
            InspectCommand.Create(),
            VerifyCommand.Create(),
            PreviewCommand.Create(),
            SynthCommand.Create(),
            ServeCommand.Create(),
            BalanceCommand.Create(),
            BenchCommand.Create(),
            DevicesCommand.Create(),
            DocumentCommand.Create(),
            GoldenCommand.Create(),
        };
        foreach (PythonCommand command in PythonCommand.All)
            root.Add(command.Create());
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction usual } help)
                help.Action = new ExampleHelp(usual);
        }

        return root;
    }

    private static int ReportUsage(RootCommand root, ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string path = command is RootCommand ? "" : $" {command.Name}";
        bool bare = result.Tokens.Count == 1 && command is not RootCommand;
        if (bare)
            root.Parse([command.Name, "--help"]).Invoke(new InvocationConfiguration { Output = Console.Error });
        foreach (var error in result.Errors)
            Console.Error.WriteLine($"featureforge: {error.Message}");
        if (!bare)
        {
            ExampleHelp.WriteExamples(Console.Error, command);
            Console.Error.WriteLine($"'featureforge{path} --help' lists all options.");
        }

        return ExitCodes.Usage;
    }
}
