using System.Text;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Reads recipes: YAML to a validated <see cref="Recipe"/>, or every problem of the file at once.</summary>
public static class RecipeReader
{
    /// <summary>Largest recipe file in bytes: 1 MiB.</summary>
    public const long LargestFileBytes = 1 << 20;

    /// <summary>Reads a recipe file.</summary>
    /// <param name="path">Path of the YAML file; messages name it as given here.</param>
    /// <param name="vocabulary">What a recipe may hold; normally <see cref="RecipeVocabulary.Product"/>.</param>
    /// <exception cref="RecipeException">The recipe breaks rules; all of them are named.</exception>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The file is missing, unreadable or too large; exit code 2.</exception>
    public static Recipe Read(string path, RecipeVocabulary vocabulary)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Parse(ReadText(path), path, folder, vocabulary);
    }

    /// <summary>Reads a recipe from text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">Name of the file in messages.</param>
    /// <param name="folder">Absolute folder that paths in the recipe are relative to.</param>
    /// <param name="vocabulary">What a recipe may hold.</param>
    /// <exception cref="RecipeException">The recipe breaks rules; all of them are named.</exception>
    public static Recipe Parse(string text, string file, string folder, RecipeVocabulary vocabulary)
    {
        RecipeNode root = RecipeTree.Read(text, file);
        var problems = new RecipeProblems();
        Recipe? recipe = new RecipePass(problems, vocabulary).Run(root, folder);
        return problems.Count == 0 && recipe is not null ? recipe : throw RecipeErrors.Several(file, problems.InOrder());
    }

    /// <summary>Reads a file that holds a section <c>targets</c> and nothing else: its keys, or <c>targets:</c> with them below.</summary>
    /// <param name="path">Path of the YAML file.</param>
    /// <param name="vocabulary">What the section may hold.</param>
    /// <returns>The section, to take the place of a recipe's.</returns>
    /// <exception cref="RecipeException">The section breaks rules; all of them are named.</exception>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">The file is missing, unreadable or too large; exit code 2.</exception>
    public static RecipePart ReadTargets(string path, RecipeVocabulary vocabulary)
    {
        RecipeNode root = RecipeTree.Read(ReadText(path), path);
        RecipeNode section = root is { Kind: RecipeNodeKind.Mapping, Entries: [{ Key.Text: RecipeKeys.Targets } only] } ? only.Value : root;
        var problems = new RecipeProblems();
        RecipePart? targets = new SectionReader(problems, vocabulary).Read(section, vocabulary.Targets, RecipeKeys.Targets, []);
        return problems.Count == 0 && targets is not null ? targets : throw RecipeErrors.Several(path, problems.InOrder());
    }

    private static string ReadText(string path)
    {
        if (!File.Exists(path))
            throw RecipeErrors.NotFound(path);
        byte[] bytes;
        try
        {
            using FileStream stream = File.OpenRead(path);
            bytes = new byte[LargestFileBytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            bytes = bytes[..length];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw RecipeErrors.NotReadable(path, error);
        }

        if (bytes.Length > LargestFileBytes)
            throw RecipeErrors.TooLarge(path, LargestFileBytes);
        return Decode(bytes, path);
    }

    private static string Decode(byte[] bytes, string path)
    {
        ReadOnlySpan<byte> text = bytes.AsSpan();
        if (text.StartsWith(Encoding.UTF8.Preamble))
            text = text[Encoding.UTF8.Preamble.Length..];
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            int line = 1 + text[..Math.Clamp(error.Index, 0, text.Length)].Count((byte)'\n');
            throw RecipeErrors.Single(path, new RecipeProblem(line, 1, "", $"byte {error.Index}", "is not UTF-8 text; save the recipe as UTF-8"));
        }
    }
}
