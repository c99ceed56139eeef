using System.CommandLine;
using FeatureForge.Cli.Python;

namespace FeatureForge.Cli.Commands;

/// <summary>
/// A command that a Python package of <c>src/trainer</c> carries out. Its arguments, <c>--help</c> among them, go to the package as they are;
/// this program only lists the command.
/// </summary>
internal sealed record PythonCommand(string Name, string Module, string Description, params string[] Examples)
{
    /// <summary>All commands of this kind.</summary>
    public static readonly IReadOnlyList<PythonCommand> All =
    [
        new("train", "featureforge_train", "Trains a small detector or classifier on shards (PyTorch).", "featureforge train classifier --data shards --out model"),
        new("eval", "featureforge_eval", "Measures a trained model on shards.", "featureforge eval model --data shards"),
        new("export", "featureforge_export", "Writes a trained model as ONNX, with its preprocessing.", "featureforge export model --out model.onnx"),
    ];

    /// <summary>The entry in the program's help.</summary>
    public Command Create() => new ExampleCommand(Name, Description, Examples);

    /// <summary>Carries out a command line that begins with the name of such a command.</summary>
    /// <param name="arguments">Arguments without the program name.</param>
    /// <param name="exitCode">Exit code of the package; 0 when false is returned.</param>
    /// <returns>False when the command line names another command.</returns>
    public static bool TryRun(string[] arguments, out int exitCode)
    {
        PythonCommand? command = arguments.Length == 0 ? null : All.FirstOrDefault(one => one.Name == arguments[0]);
        exitCode = command is null ? 0 : PythonProcess.Run(command.Module, arguments[1..]);
        return command is not null;
    }
}
