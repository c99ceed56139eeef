using System.CommandLine;
using FeatureForge.Gpu.Checks.Golden;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge golden FILE</c>, hidden: writes what every device must give when it is opened, as this processor computes it.</summary>
internal static class GoldenCommand
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "File of the records, src/FeatureForge.Gpu/Checks/Golden/golden-vectors.txt." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new ExampleCommand("golden", "Writes the results of the golden vectors.", "featureforge golden src/FeatureForge.Gpu/Checks/Golden/golden-vectors.txt") { s_file };
        command.Hidden = true;
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        File.WriteAllText(arguments.GetRequiredValue(s_file), GoldenRecords.MakeText());
        return ExitCodes.Done;
    }
}
