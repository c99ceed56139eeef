namespace FeatureForge.Pipeline.Sources;

/// <summary>The folder and file that a run reads, found once from recipe and command line.</summary>
public sealed record SourceFolders
{
    private const string UsualAnnotations = "annotations.csv";

    /// <summary>Absolute folder of the images, without a slash at its end.</summary>
    public required string ImagesFolder { get; init; }

    /// <summary>Absolute path of the annotation file, or null when there is none.</summary>
    public string? AnnotationsFile { get; init; }

    /// <summary>Sentences about choices that the user may not expect, for the terminal.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>
    /// Finds folder and file. With <paramref name="inputFolder"/>, <c>images</c> and <c>annotations</c> are relative to it if it
    /// has a folder of that name, else it is the images folder itself; annotations are then looked for in it under their own
    /// name, as <c>annotations.csv</c>, and at last beside the recipe.
    /// </summary>
    /// <param name="recipeFolder">Folder of the recipe file.</param>
    /// <param name="options">Section <c>source</c>.</param>
    /// <param name="inputFolder">Folder of <c>--input</c>, or null.</param>
    /// <param name="annotationsFile">Annotation file named on the command line, or null; it wins over all others.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">Something named does not exist; exit code 1.</exception>
    public static SourceFolders Resolve(string recipeFolder, SourceOptions options, string? inputFolder = null, string? annotationsFile = null)
    {
        if (inputFolder is not null && !Directory.Exists(inputFolder))
            throw SourceErrors.NoInputFolder(inputFolder);
        string images = FindImages(recipeFolder, options.Images, inputFolder);
        if (File.Exists(images))
            throw SourceErrors.ImagesIsFile(images);
        if (!Directory.Exists(images))
            throw SourceErrors.NoImagesFolder(images);
        var notices = new List<string>();
        return new SourceFolders
        {
            ImagesFolder = images,
            AnnotationsFile = FindAnnotations(recipeFolder, options.Annotations, inputFolder, annotationsFile, notices),
            Notices = notices,
        };
    }

    private static string FindImages(string recipeFolder, string images, string? inputFolder)
    {
        if (inputFolder is null)
            return Absolute(recipeFolder, images);
        // An absolute path in the recipe would win over --input, which the user gave just now.
        bool holdsImages = !Path.IsPathRooted(images) && Directory.Exists(Path.Combine(inputFolder, images));
        return holdsImages ? Absolute(inputFolder, images) : Absolute(inputFolder, ".");
    }

    private static string? FindAnnotations(string recipeFolder, string? annotations, string? inputFolder, string? annotationsFile, List<string> notices)
    {
        string[] candidates =
            annotationsFile is not null ? [Path.GetFullPath(annotationsFile)]
            : annotations is null ? []
            : inputFolder is null || Path.IsPathRooted(annotations) ? [Absolute(recipeFolder, annotations)]
            : [Absolute(inputFolder, annotations), Absolute(inputFolder, UsualAnnotations), Absolute(recipeFolder, annotations)];
        if (candidates.Length == 0)
            return null;
        string found = candidates.FirstOrDefault(File.Exists) ?? throw SourceErrors.NoAnnotations(candidates.Distinct());
        if (found != candidates[0])
            notices.Add($"Annotations are read from {found}; {candidates[0]} does not exist.");
        return found;
    }

    private static string Absolute(string folder, string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, path)));
}
