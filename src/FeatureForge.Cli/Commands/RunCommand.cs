using System.CommandLine;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge run</c>: photos in, verified training shards out.</summary>
internal static class RunCommand
{
    private static readonly Option<int> s_workers = new("--workers") { Description = "Threads that make samples; 0 is one per core.", HelpName = "N" };
    private static readonly Option<string?> s_output = new("--output") { Description = "Folder for the shards; overrides output.path.", HelpName = "DIR" };
    private static readonly Option<string?> s_task = new("--task") { Description = "Make only the shards congruent to I modulo N (0 <= I < N); run all N tasks on one folder, at once or in turn.", HelpName = "I/N" };
    private static readonly Option<bool> s_fresh = new("--fresh") { Description = "Remove what an earlier run wrote into the folder and start over." };
    private static readonly Option<bool> s_strict = new("--strict") { Description = "Stop before the first record when the annotations have findings." };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "No progress; warnings and the result only." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        NumberRange.Require(s_workers, 0, 1024, "0 (one per core) to 1024");
        var command = new ExampleCommand(
            "run",
            "Turns the photos of a recipe into training shards. Interrupted by Ctrl-C, kill or a power cut, the same command resumes; the result has the same bytes.",
            "featureforge run recipe.yaml",
            "featureforge run recipe.yaml --input /data/photos --output /data/shards --workers 8",
            "featureforge run recipe.yaml --backend opencl --device-memory 2GiB",
            "featureforge run recipe.yaml --task 0/4")
        {
            RecipeArguments.Recipe, RecipeArguments.Input, RecipeArguments.Annotations, s_output, RecipeArguments.Seed,
            s_workers, BackendSelection.Name, BackendSelection.Device, BackendSelection.Memory, BackendSelection.AllowInexact, s_task, s_fresh, s_strict, s_quiet, JsonOutput.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        using var interrupt = new Interrupt();
        using var display = new ProgressDisplay(Console.Error, !Console.IsErrorRedirected, arguments.GetValue(s_quiet));
        try
        {
            LoadedRecipe loaded = RecipeArguments.Load(arguments, display.Note, interrupt.Token);
            if (arguments.GetValue(s_strict) && loaded.Source.Findings.Total > 0)
                throw CommandsErrors.StrictFindings(loaded.Source.Findings.Total);
            RunSettings settings = Settings(arguments, loaded);
            using BackendSelection selection = BackendSelection.Open(arguments, StageOptions.From(loaded.Recipe), settings.Workers, display.Note);
            settings = settings with { Backend = selection.Backend };
            RunSummary summary = ShardRun.Execute(loaded.Recipe, loaded.Source, settings, display.Progress, interrupt.Token);
            display.Dispose();
            RunReport.Write(Console.Out, summary, settings, arguments.GetValue(JsonOutput.Option));
            return ExitCodes.Done;
        }
        catch (OperationCanceledException)
        {
            throw CommandsErrors.RunStopped();
        }
    }

    private static RunSettings Settings(ParseResult arguments, LoadedRecipe loaded)
    {
        int workers = arguments.GetValue(s_workers);
        (int task, int tasks) = ParseTask(arguments.GetValue(s_task));
        return new RunSettings
        {
            OutputFolder = Path.GetFullPath(arguments.GetValue(s_output) ?? Path.Combine(loaded.Recipe.Folder, loaded.Recipe.Output.Path)),
            Workers = workers == 0 ? Environment.ProcessorCount : workers,
            TaskNumber = task,
            TaskCount = tasks,
            Fresh = arguments.GetValue(s_fresh),
        };
    }

    private static (int Task, int Tasks) ParseTask(string? text)
    {
        if (text is null)
            return (0, 1);
        string[] parts = text.Split('/');
        if (parts.Length == 2 && int.TryParse(parts[0], out int task) && int.TryParse(parts[1], out int tasks) && task >= 0 && task < tasks && tasks <= 100_000)
            return (task, tasks);
        throw CommandsErrors.TaskMalformed(text);
    }
}
