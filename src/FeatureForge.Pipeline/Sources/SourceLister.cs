using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Sources;

/// <summary>Stage 1: lists the samples of a folder of images and a file of annotations. Takes no look into the images.</summary>
public sealed class SourceLister
{
    private readonly SourceOptions _options;
    private readonly SourceFolders _folders;
    private readonly bool _oneSamplePerBox;
    private readonly SourceFindings _findings = new();

    private SourceLister(SourceOptions options, SourceFolders folders, bool oneSamplePerBox)
    {
        _options = options;
        _folders = folders;
        _oneSamplePerBox = oneSamplePerBox;
    }

    /// <summary>Lists all samples.</summary>
    /// <param name="options">Section <c>source</c>.</param>
    /// <param name="folders">Where images and annotations are.</param>
    /// <param name="oneSamplePerBox">True where the recipe crops to boxes: each box is a sample, with <c>#n</c> behind the path in its key.</param>
    /// <param name="cancellation">Stops the listing.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">
    /// Nothing can be listed, or a row names a file outside the images folder; exit code 1.
    /// </exception>
    public static SourceListing List(SourceOptions options, SourceFolders folders, bool oneSamplePerBox, CancellationToken cancellation = default) =>
        new SourceLister(options, folders, oneSamplePerBox).List(cancellation);

    private SourceListing List(CancellationToken cancellation)
    {
        ImageFileList images = ImageFolderReader.Read(_folders.ImagesFolder, _findings, cancellation);
        if (images.Paths.Count == 0)
            throw SourceErrors.NoImages(_folders.ImagesFolder, ImageFolderReader.Extensions);
        var table = new AnnotationTable(images.Paths.Count, _options.Labels);
        if (_folders.AnnotationsFile is string file)
        {
            var index = new ImagePathIndex(images.Paths, _folders.ImagesFolder);
            new AnnotationReader(file, _options, index, table, _findings).Read(_folders.ImagesFolder, cancellation);
        }

        if (_oneSamplePerBox && table.Boxes.Count == 0)
            throw SourceErrors.NoBoxesToCrop();
        return Build(images, table);
    }

    private SourceListing Build(ImageFileList images, AnnotationTable table)
    {
        var boxes = BoxGroups.Make(table, images.Paths.Count);
        table.ForgetBoxes();
        int[] labelIds = LabelIds(table, out LabelMap labelMap);
        int[] splits = Splits(images, table, out IReadOnlyList<string> splitNames);
        foreach (ref int label in boxes.Labels.AsSpan())
            label = labelIds[label];
        var builder = _oneSamplePerBox ? new SampleListingBuilder() : new SampleListingBuilder(images.Paths);
        int first = builder.AddBoxes(boxes.Boxes, boxes.Labels);
        using var fingerprint = new SourceFingerprint();
        int withoutSamples = 0;
        for (int i = 0; i < images.Paths.Count; i++)
        {
            int imageLabel = table.ImageLabels[i] < 0 ? AnnotationTable.None : labelIds[table.ImageLabels[i]];
            int start = boxes.StartOf(i);
            int count = boxes.CountOf(i);
            string split = table.ImageSplits[i] < 0 ? "" : table.Splits.Names[table.ImageSplits[i]];
            fingerprint.AddImage(images.Paths[i], images.Lengths[i], split, imageLabel < 0 ? "" : labelMap.Names[imageLabel]);
            for (int box = start; box < start + count; box++)
                fingerprint.AddBox(boxes.Boxes[box], labelMap.Names[boxes.Labels[box]]);
            if (!_oneSamplePerBox)
                builder.AddImage(images.Lengths[i], splits[i], first + start, count, imageLabel);
            for (int box = 0; _oneSamplePerBox && box < count; box++)
                builder.AddSample(images.Paths[i], images.Lengths[i], splits[i], first + start, count, imageLabel, box);
            withoutSamples += _oneSamplePerBox && count == 0 ? 1 : 0;
        }

        return new SourceListing
        {
            Samples = builder.Build(labelMap, splitNames, _folders.ImagesFolder, table.HasBoxes),
            Findings = _findings,
            Fingerprint = fingerprint.Finish(),
            ImageCount = images.Paths.Count,
            BoxCount = boxes.Boxes.Length,
            ImagesWithoutSamples = withoutSamples,
        };
    }

    private int[] LabelIds(AnnotationTable table, out LabelMap map)
    {
        IReadOnlyList<string> found = table.Labels.Names;
        map = _options.Labels.Count > 0 ? new LabelMap(_options.Labels) : LabelMap.FromNames(found);
        var ids = map.Names.Select((name, id) => (name, id)).ToDictionary(pair => pair.name, pair => pair.id, StringComparer.Ordinal);
        return [.. found.Select(name => ids[name])];
    }

    private int[] Splits(ImageFileList images, AnnotationTable table, out IReadOnlyList<string> names)
    {
        var plan = new SplitPlan(_options.Splits);
        var all = new NameTable([.. plan.Names.Concat(table.Splits.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        int[] ofPlan = [.. plan.Names.Select(name => all.Find(name))];
        int[] ofColumn = [.. table.Splits.Names.Select(name => all.Find(name))];
        int[] splits = new int[images.Paths.Count];
        int[] counts = new int[all.Names.Count];
        for (int i = 0; i < splits.Length; i++)
        {
            int named = table.ImageSplits[i];
            splits[i] = named >= 0 ? ofColumn[named] : ofPlan[plan.Of(images.Paths[i])];
            counts[splits[i]]++;
        }

        names = KeepUsed(all.Names, counts, splits);
        return splits;
    }

    // A split without samples would become empty files, so it is no split of the listing.
    private IReadOnlyList<string> KeepUsed(IReadOnlyList<string> names, int[] counts, int[] splits)
    {
        var used = new List<string>();
        int[] numbers = new int[names.Count];
        for (int i = 0; i < names.Count; i++)
        {
            numbers[i] = used.Count;
            if (counts[i] > 0)
                used.Add(names[i]);
            else if (_options.Splits.Any(share => share.Key == names[i]))
                _findings.Add(_folders.ImagesFolder, 0, "split", names[i], "is named in the recipe's 'splits' but got no image");
        }

        foreach (ref int split in splits.AsSpan())
            split = numbers[split];
        return used;
    }
}
