using FeatureForge.Core.Errors;

namespace FeatureForge.Pipeline.Sources;

/// <summary>Errors that stop a run before its first sample; what concerns single rows is a <see cref="SourceFinding"/>.</summary>
internal static class SourceErrors
{
    public static FeatureForgeException NoImagesFolder(string folder) =>
        new(1, $"Images folder {ShownText.Quote(folder)} does not exist. Set 'images' in the recipe's source section, or name the folder with --input.");

    public static FeatureForgeException ImagesIsFile(string folder) =>
        new(1, $"Images folder {ShownText.Quote(folder)} is a file, need a folder. Name the folder that holds the images.");

    public static FeatureForgeException NoInputFolder(string folder) =>
        new(1, $"Input folder {ShownText.Quote(folder)} does not exist. Name an existing folder with --input.");

    public static FeatureForgeException NoAnnotations(IEnumerable<string> lookedFor) => new(
        1,
        $"The annotation file was not found; looked for {string.Join(", then ", lookedFor.Select(path => ShownText.Quote(path)))}. Put it there, or correct 'annotations' in the recipe's source section (leave it out for images without labels).");

    public static FeatureForgeException NoImages(string folder, string extensions) =>
        new(1, $"Images folder {ShownText.Quote(folder)} and the folders in it hold no image ({extensions}). Name a folder with images.");

    public static FeatureForgeException NotReadable(string path, Exception cause) =>
        new(1, $"{ShownText.Quote(path)} cannot be read: {ShownText.WithoutControls(cause.Message)} Check its permissions.", cause);

    public static FeatureForgeException EmptyAnnotations(string file) =>
        new(1, $"Annotation file {ShownText.Quote(file)} is empty, need a header such as image,xmin,ymin,xmax,ymax,label.");

    public static FeatureForgeException Header(string file, string seen, string rule) =>
        new(1, $"Header of annotation file {ShownText.Quote(file)} {rule}; line 1 is {ShownText.Quote(seen)}. It needs image,xmin,ymin,xmax,ymax,label for boxes or image,label for labels of whole images (split may be added), separated by commas.");

    public static FeatureForgeException NotUtf8(string file) =>
        new(1, $"The first line of annotation file {ShownText.Quote(file)} holds null characters (NUL bytes), so it looks like UTF-16 without a byte order mark. Save it as UTF-8.");

    public static FeatureForgeException RecordTooLong(string file, long line, int limit) =>
        new(1, $"The row that begins in line {line} of annotation file {ShownText.Quote(file)} is longer than {limit} characters. Probably a quote (\") is never closed; close it.");

    public static FeatureForgeException OutsideImages(string file, long line, ReadOnlySpan<char> value, string folder) => new(
        1,
        $"{file}:{line}: image: {ShownText.Quote(value)} points outside the images folder {ShownText.Quote(folder)}. Annotations may name images inside it only; write the path relative to that folder.");

    public static FeatureForgeException NullCharacter(string file, long line, ReadOnlySpan<char> value) =>
        new(1, $"{file}:{line}: image: {ShownText.Quote(value)} contains a null character, which no path may. Repair or remove the row.");

    public static FeatureForgeException NoRowMatches(string file, long rows, string example, string folder) => new(
        1,
        $"None of the {rows} rows of annotation file {ShownText.Quote(file)} names an image of {ShownText.Quote(folder)}; the first names {ShownText.Quote(example)}. Image paths are relative to the images folder: correct 'images' in the recipe's source section, or --input.");

    public static FeatureForgeException TooManySplits(string file, int limit) =>
        new(1, $"Column 'split' of annotation file {ShownText.Quote(file)} names more than {limit} splits. Each becomes files of its own; is it the right column?");

    public static FeatureForgeException NoBoxesToCrop() =>
        new(1, "Step cropToBox makes one sample of each box, but the source has no box. Add 'annotations' with boxes to the recipe's source section, or remove cropToBox.");
}
