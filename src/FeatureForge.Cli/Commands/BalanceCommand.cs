using System.CommandLine;
using FeatureForge.Cli.Balance;
using FeatureForge.Cli.Bench;
using FeatureForge.Native;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge balance</c>: whether feature making or training is the bottleneck, and what would balance them.</summary>
internal static class BalanceCommand
{
    private const int MeasuredPasses = 3;
    private static readonly Option<double?> s_vectorTime = new("--vector-time") { Description = "T_g: seconds that one core needs for one feature vector.", HelpName = "SECONDS" };
    private static readonly Option<string?> s_recipe = new("--recipe") { Description = "Measure T_g: run this recipe on one core (with --input DIR on those photos).", HelpName = "FILE" };
    private static readonly Option<int> s_cores = new("--cores") { Description = "C: cores that make feature vectors.", HelpName = "N", Required = true };
    private static readonly Option<int> s_batch = new("--batch") { Description = "B: feature vectors per training step.", HelpName = "N", Required = true };
    private static readonly Option<double?> s_stepTime = new("--step-time") { Description = "Seconds of one training step (forward and backward) on a batch.", HelpName = "SECONDS" };
    private static readonly Option<double?> s_inferenceTime = new("--inference-time") { Description = "T_i: seconds of inference on a batch; a step is taken as twice that.", HelpName = "SECONDS" };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        NumberRange.RequirePoint(s_vectorTime);
        NumberRange.RequirePoint(s_stepTime);
        NumberRange.RequirePoint(s_inferenceTime);
        var command = new ExampleCommand("balance", BalanceText.Description, BalanceText.Example, BalanceText.MeasuringExample)
        {
            s_vectorTime, s_recipe, RecipeArguments.Input, RecipeArguments.Annotations, s_cores, s_batch, s_stepTime, s_inferenceTime, JsonOutput.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        BalanceVerdict verdict = new BalanceQuestion
        {
            SecondsPerVector = SecondsPerVector(arguments),
            Cores = arguments.GetValue(s_cores),
            Batch = arguments.GetValue(s_batch),
            StepSeconds = arguments.GetValue(s_stepTime),
            InferenceSeconds = arguments.GetValue(s_inferenceTime),
        }.Answer();
        if (arguments.GetValue(JsonOutput.Option))
            JsonOutput.Write(Console.Out, writer => BalanceJson.Write(writer, verdict));
        else
            BalanceText.Write(Console.Out, verdict);
        return ExitCodes.Done;
    }

    private static double SecondsPerVector(ParseResult arguments)
    {
        double? stated = arguments.GetValue(s_vectorTime);
        string? recipe = arguments.GetValue(s_recipe);
        if (stated is null == recipe is null)
            throw BalanceErrors.NotOneVectorTime(both: recipe is not null);
        if (stated is not null)
            return stated.Value;
        NativeLibraries.RequireCodecs();
        var (loaded, listing) = RecipeArguments.LoadQuietly(arguments, recipe!);
        return 1 / PipelineBench.MeasureRecipe(StageOptions.From(loaded), listing, MeasuredPasses).Median;
    }
}
