using System.CommandLine;
using System.Globalization;
using FeatureForge.Cli.Synth;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge synth</c>: drawn, labelled photos for demos and tests.</summary>
internal static class SynthCommand
{
    private static readonly Argument<string> s_folder = new("DIR") { Description = "Folder to fill; made if it does not exist." };
    private static readonly Option<int> s_count = new("--count") { Description = "Photos to draw.", HelpName = "N", DefaultValueFactory = _ => 200 };
    private static readonly Option<ulong> s_seed = new("--seed") { Description = "Seed; the same seed draws the same photos on every machine.", HelpName = "N", DefaultValueFactory = _ => 7 };
    private static readonly Option<string?> s_size = new("--size") { Description = "Size of every photo; without it sizes vary.", HelpName = "WIDTHxHEIGHT" };

    private static readonly Option<bool> s_overwrite = new("--overwrite") { Description = "Overwrite recipe, boxes and photos of the same names that this command did not write, or that were changed since." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new ExampleCommand(
            "synth",
            "Draws photos of faces, smiling or not, backlit or not, with their boxes (faces.csv, faces_smile.csv) and a recipe to run on them.",
            "featureforge synth demo --count 200",
            "featureforge synth large --count 20 --size 4000x3000 --seed 1")
        {
            s_folder, s_count, s_seed, s_size, s_overwrite, JsonOutput.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        NativeLibraries.RequireCodecs();
        using var interrupt = new Interrupt();
        string folder = Path.GetFullPath(arguments.GetRequiredValue(s_folder));
        var options = new SynthOptions { Count = arguments.GetValue(s_count), Seed = arguments.GetValue(s_seed), Size = ParseSize(arguments.GetValue(s_size)), Overwrite = arguments.GetValue(s_overwrite) };
        SynthReport report;
        try
        {
            report = new SynthFolder(folder, new NativePictureWriter()).Write(options, cancellation: interrupt.Token);
        }
        catch (OperationCanceledException)
        {
            throw CommandsErrors.SynthStopped(folder);
        }

        if (arguments.GetValue(JsonOutput.Option))
            WriteJson(folder, report);
        else
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Photos} photos with {report.Faces} faces ({report.Smiling} smiling, {report.Backlit} backlit photos, {report.WithoutFaces} photos without a face), {report.Bytes / 1e6:N1} MB in {folder}; next: featureforge run {Path.Combine(folder, SynthFolder.RecipeFile)}"));
        return ExitCodes.Done;
    }

    private static ImageShape? ParseSize(string? text)
    {
        if (text is null)
            return null;
        string[] parts = text.Split('x');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height))
            return new ImageShape(width, height);
        throw CommandsErrors.SizeMalformed(text);
    }

    private static void WriteJson(string folder, SynthReport report) => JsonOutput.Write(Console.Out, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("folder", folder);
        writer.WriteNumber("photos", report.Photos);
        writer.WriteNumber("faces", report.Faces);
        writer.WriteNumber("smiling", report.Smiling);
        writer.WriteNumber("backlit", report.Backlit);
        writer.WriteNumber("withoutFaces", report.WithoutFaces);
        writer.WriteNumber("bytes", report.Bytes);
        writer.WriteEndObject();
    });
}
