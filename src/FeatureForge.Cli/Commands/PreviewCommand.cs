using System.CommandLine;
using FeatureForge.Cli.Pictures;
using FeatureForge.Cli.Preview;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge preview</c>: a picture of what each augmentation of a recipe does.</summary>
internal static class PreviewCommand
{
    private const int SheetWidth = 1600;
    private static readonly Option<string> s_output = new("--output") { Description = "PNG file to write.", HelpName = "FILE", DefaultValueFactory = _ => "preview.png" };
    private static readonly Option<int> s_count = new("--count") { Description = "Photos shown for each augmentation.", HelpName = "N", DefaultValueFactory = _ => 2 };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        NumberRange.Require(s_count, 1, 20, "1 to 20");
        var command = new ExampleCommand(
            "preview",
            "Draws a sheet of every augmentation of a recipe before and after, at both ends of each range, with boxes; then the whole recipe.",
            "featureforge preview recipe.yaml --output preview.png",
            "featureforge preview recipe.yaml --input /data/faces --count 3")
        {
            RecipeArguments.Recipe, RecipeArguments.Input, RecipeArguments.Annotations, RecipeArguments.Seed, s_output, s_count,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        LoadedRecipe loaded = RecipeArguments.Load(arguments, text => Console.Error.WriteLine(TerminalText.Clean(text)));
        IReadOnlyList<PreviewRow> rows = new RecipePreview(loaded).Rows(arguments.GetValue(s_count));
        string output = Path.GetFullPath(arguments.GetRequiredValue(s_output));
        Picture sheet = PreviewSheet.Draw(rows, new ContactSheetOptions { Width = SheetWidth, Title = "preview", Subtitle = $"seed {loaded.Recipe.Seed}" });
        PictureFile.WritePng(sheet, output);
        Console.Out.WriteLine(output);
        return ExitCodes.Done;
    }
}
