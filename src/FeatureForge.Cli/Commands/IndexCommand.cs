using System.CommandLine;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge index</c>: keeps beside photos where their rows begin, so that crops skip what lies above them.</summary>
internal static class IndexCommand
{
    private static readonly Argument<string> s_folder = new("DIR") { Description = "Folder of the images, the one that recipes name as source.images." };
    private static readonly Option<int> s_workers = new("--workers") { Description = "Threads; 0 is one per core.", HelpName = "N" };
    private static readonly Option<bool> s_fresh = new("--fresh") { Description = "Decode every image again, also those whose bytes have not changed." };
    private static readonly Option<bool> s_quiet = new("--quiet") { Description = "No progress; warnings and the result only." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        NumberRange.Require(s_workers, 0, 1024, "0 (one per core) to 1024");
        var command = new ExampleCommand(
            "index",
            "Keeps entry points beside JPEG photos (one file in the folder, about 0.4 % of their bytes): where in the coded data each row of blocks begins. Runs on that folder then skip the rows above a crop; their output has the same bytes with and without. Give the command again after photos have changed: only those are decoded.",
            "featureforge index photos",
            "featureforge index photos --workers 8 --json")
        {
            s_folder, s_workers, s_fresh, s_quiet, JsonOutput.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        using var interrupt = new Interrupt();
        using var display = new ProgressDisplay(Console.Error, !Console.IsErrorRedirected, arguments.GetValue(s_quiet));
        string folder = arguments.GetRequiredValue(s_folder);
        if (!Directory.Exists(folder))
            throw CommandsErrors.NoFolderToIndex(folder);
        int workers = arguments.GetValue(s_workers);
        EntryPointSummary summary;
        try
        {
            summary = EntryPointRun.Execute(folder, workers == 0 ? Environment.ProcessorCount : workers, arguments.GetValue(s_fresh), display.Progress, interrupt.Token);
        }
        catch (OperationCanceledException)
        {
            throw CommandsErrors.IndexNotBegun();
        }

        display.Dispose();
        if (!summary.IsComplete)
            throw CommandsErrors.IndexStopped(summary.Images - summary[EntryPointOutcome.NotReached], summary.Images);
        IndexReport.Write(Console.Out, summary, arguments.GetValue(JsonOutput.Option));
        return ExitCodes.Done;
    }
}
