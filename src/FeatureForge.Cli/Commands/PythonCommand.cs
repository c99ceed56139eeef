using System.CommandLine;
using FeatureForge.Cli.Python;

namespace FeatureForge.Cli.Commands;

/// <summary>
/// A command that a Python package of <c>src/trainer</c> carries out. Its arguments, <c>--help</c> among them, go to the package as they are;
/// this program only lists the command, and hosts the feed of a recipe that <c>train</c> is given.
/// </summary>
internal sealed record PythonCommand(string Name, string Module, string Description, params string[] Examples)
{
    private const string Train = "train";

    private const string HelpOfRecipes = """

        with --data recipe.yaml (served to the training by this program, while it runs):
          --input DIR           folder that holds the recipe's images and annotations, or the folder of the images itself
          --annotations FILE    annotation file; overrides source.annotations

        """;

    /// <summary>All commands of this kind.</summary>
    public static readonly IReadOnlyList<PythonCommand> All =
    [
        new(Train, "featureforge_train", "Trains a small detector or classifier on shards, on a recipe whose samples are made meanwhile, or on a feed (PyTorch).",
            "featureforge train classifier --data shards --out model",
            "featureforge train detector --data recipe.yaml --input photos --out model"),
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
        exitCode = command is null ? 0 : command.Name == Train ? RunTraining(command.Module, arguments[1..]) : PythonProcess.Run(command.Module, arguments[1..]);
        return command is not null;
    }

    private static int RunTraining(string module, string[] arguments)
    {
        TrainArguments train = TrainArguments.Read(arguments);
        if (train.Recipe is not null && !train.AsksForHelp)
            return Feed.LiveTraining.Run(module, train);
        int exitCode = PythonProcess.Run(module, train.Passed);
        if (train.AsksForHelp && exitCode == ExitCodes.Done)
            Console.Out.Write(HelpOfRecipes);
        return exitCode;
    }
}
