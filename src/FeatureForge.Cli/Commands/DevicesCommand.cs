using System.CommandLine;
using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge devices</c>: what there is to compute with besides the processor, and whether it gives the recorded bits.</summary>
internal static class DevicesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new ExampleCommand(
            "devices",
            "Lists every device that OpenCL and CUDA know, its limits, and why one is not usable; runs the golden vector of every operation on the processor and on each device.",
            "featureforge devices",
            "featureforge devices --json")
        {
            JsonOutput.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        DeviceSurvey survey = DeviceSurvey.OfThisMachine();
        var report = new DevicesReport(survey.Backends, DeviceChecks.RunOnCpu(), [.. survey.Devices.Select(device => DeviceOpening.Examine(device))]);
        if (arguments.GetValue(JsonOutput.Option))
            JsonOutput.Write(Console.Out, report.WriteJson);
        else
            report.WriteText(Console.Out, WrappedText.Width);
        return ExitCodes.Done;
    }
}
