using System.Text;
using FeatureForge.Cli.Pictures;

namespace FeatureForge.Cli.Synth;

/// <summary>
/// Writes a folder of drawn photos that a recipe can use at once: <c>photos/</c>, <c>faces.csv</c>, <c>faces_smile.csv</c> and
/// <c>recipe.yaml</c>. Drawing the same set again into the same folder gives the same files; files of somebody else are not overwritten.
/// </summary>
internal sealed class SynthFolder
{
    /// <summary>Folder of the photos within the set.</summary>
    public const string PhotosFolder = "photos";

    /// <summary>Annotation with the label <c>face</c>.</summary>
    public const string FacesFile = "faces.csv";

    /// <summary>Annotation with the labels <c>smiling</c> and <c>neutral</c>.</summary>
    public const string SmilesFile = "faces_smile.csv";

    /// <summary>Recipe for the set.</summary>
    public const string RecipeFile = "recipe.yaml";

    private const int OnePngIn = 12;
    private const string CsvHead = "image,xmin,ymin,xmax,ymax,label\n";
    private readonly IPictureWriter _writer;
    private readonly string _folder;
    private readonly SynthMark _mark;

    /// <summary>Prepares a folder; nothing is written yet.</summary>
    /// <param name="folder">Folder of the set; made when it is not there.</param>
    /// <param name="writer">Writes JPEG and PNG.</param>
    public SynthFolder(string folder, IPictureWriter writer)
    {
        _folder = folder;
        _mark = new SynthMark(folder);
        _writer = writer;
    }

    /// <summary>File name of a photo within <c>photos/</c>; every twelfth is a PNG.</summary>
    /// <param name="number">0-based number.</param>
    public static string NameOf(int number) => $"photo-{number + 1:D5}.{(number % OnePngIn == OnePngIn - 1 ? "png" : "jpg")}";

    /// <summary>Draws and writes the set.</summary>
    /// <param name="options">What to draw.</param>
    /// <param name="finished">Called with the number of photos finished so far, from any thread; null for nobody.</param>
    /// <param name="cancellation">Stops between photos; the annotations are then not written.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">An option is out of range, or the folder holds files of somebody else or cannot be written.</exception>
    public SynthReport Write(SynthOptions options, Action<int>? finished = null, CancellationToken cancellation = default)
    {
        Check(options);
        string photos = Path.Combine(_folder, PhotosFolder);
        var drawn = new DrawnPhoto[options.Count];
        try
        {
            RefuseForeignPhotos(photos, options.Count);
            if (!options.Overwrite)
                RefuseForeignFiles(photos);
            Directory.CreateDirectory(photos);
            _mark.Begin();
            int count = 0;
            var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = options.Workers > 0 ? options.Workers : Environment.ProcessorCount };
            Parallel.For(0, options.Count, parallel, number =>
            {
                drawn[number] = WritePhoto(photos, number, options);
                finished?.Invoke(Interlocked.Increment(ref count));
            });
            (string faces, string smiles) = Annotations(drawn);
            _mark.Write((FacesFile, faces), (SmilesFile, smiles), (RecipeFile, SynthRecipe.Text(options.Count, options.Seed)));
            return ReportOf(drawn);
        }
        catch (Exception cause) when (WritingProblem(cause) is { } problem)
        {
            throw SynthErrors.CannotWrite(_folder, problem);
        }
    }

    private static Exception? WritingProblem(Exception cause) => cause switch
    {
        IOException or UnauthorizedAccessException => cause,
        AggregateException many => many.InnerExceptions.FirstOrDefault(inner => inner is IOException or UnauthorizedAccessException),
        _ => null,
    };

    private static void Check(SynthOptions options)
    {
        if (options.Count is < 1 or > SynthOptions.LargestCount)
            throw SynthErrors.CountOutOfRange(options.Count);
        if (options.Size is { } size && (Math.Min(size.Width, size.Height) < SynthOptions.SmallestSide || Math.Max(size.Width, size.Height) > SynthOptions.LargestSide))
            throw SynthErrors.SizeOutOfRange(size);
    }

    private static void RefuseForeignPhotos(string photos, int count)
    {
        if (!Directory.Exists(photos))
            return;
        var own = Enumerable.Range(0, count).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        string? foreign = Directory.EnumerateFileSystemEntries(photos).Select(path => Path.GetFileName(path)!).Where(name => !own.Contains(name)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (foreign is not null)
            throw SynthErrors.ForeignPhoto(photos, foreign);
    }

    private void RefuseForeignFiles(string photos)
    {
        foreach (string name in (string[])[RecipeFile, FacesFile, SmilesFile])
        {
            if (Path.Exists(Path.Combine(_folder, name)) && !_mark.Knows(name))
                throw SynthErrors.ForeignFile(_folder, name, _mark.Exists);
        }

        if (!_mark.Exists && Directory.Exists(photos) && Directory.EnumerateFileSystemEntries(photos).Any())
            throw SynthErrors.ForeignFile(_folder, PhotosFolder, isMarked: false);
    }

    private DrawnPhoto WritePhoto(string photos, int number, SynthOptions options)
    {
        SynthPhoto photo = SynthPhotoPainter.Paint(options.Seed, number, options.Size);
        string name = NameOf(number);
        using FileStream stream = File.Create(Path.Combine(photos, name));
        if (name.EndsWith(".png", StringComparison.Ordinal))
            _writer.WritePng(photo.Picture.View, stream);
        else
            _writer.WriteJpeg(photo.Picture.View, photo.Jpeg, stream);
        return new DrawnPhoto(name, photo.Faces, photo.Backlit, stream.Length);
    }

    private static (string Faces, string Smiles) Annotations(DrawnPhoto[] drawn)
    {
        var faces = new StringBuilder(CsvHead);
        var smiles = new StringBuilder(CsvHead);
        foreach (DrawnPhoto photo in drawn)
        {
            foreach (SynthFace face in photo.Faces)
            {
                string box = $"{photo.Name},{face.Box.X},{face.Box.Y},{face.Box.Right},{face.Box.Bottom}";
                faces.Append(box).Append(",face\n");
                smiles.Append(box).Append(face.Smiling ? ",smiling\n" : ",neutral\n");
            }
        }

        return (faces.ToString(), smiles.ToString());
    }

    private static SynthReport ReportOf(DrawnPhoto[] drawn) => new(
        drawn.Length,
        drawn.Sum(photo => photo.Faces.Count),
        drawn.Sum(photo => photo.Faces.Count(face => face.Smiling)),
        drawn.Count(photo => photo.Backlit),
        drawn.Count(photo => photo.Faces.Count == 0),
        drawn.Sum(photo => photo.Bytes));

    private sealed record DrawnPhoto(string Name, IReadOnlyList<SynthFace> Faces, bool Backlit, long Bytes);
}
