using System.CommandLine;
using FeatureForge.Pipeline.Recipe;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge document DIR</c>, hidden: writes docs/recipe.md and docs/recipe.schema.json anew from the descriptions in the code.</summary>
internal static class DocumentCommand
{
    private static readonly Argument<string> s_folder = new("DIR") { Description = "Folder of the documents, usually docs." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new ExampleCommand("document", "Writes recipe.md and recipe.schema.json.", "featureforge document docs") { s_folder };
        command.Hidden = true;
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_folder);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "recipe.md"), RecipeDocument.Write(RecipeVocabulary.Product));
        File.WriteAllText(Path.Combine(folder, "recipe.schema.json"), RecipeSchema.Write(RecipeVocabulary.Product));
        return ExitCodes.Done;
    }
}
