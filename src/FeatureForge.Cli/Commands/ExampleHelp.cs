using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FeatureForge.Cli.Commands;

/// <summary>The usual help, followed by the examples of the command.</summary>
internal sealed class ExampleHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        WriteExamples(output, parseResult.CommandResult.Command);
        return ExitCodes.Done;
    }

    /// <summary>Writes the examples of a command, or of the whole program.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="command">Command that was named.</param>
    public static void WriteExamples(TextWriter output, Command command)
    {
        IReadOnlyList<string> examples = command is ExampleCommand example ? example.Examples : ProgramCommand.Examples;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (string line in examples)
            output.WriteLine($"  {line}");
    }
}
