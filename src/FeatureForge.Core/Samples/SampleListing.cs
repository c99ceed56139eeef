using FeatureForge.Core.Buffers;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Samples;

/// <summary>
/// Every sample of a run, in ordinal order of the sample keys. Kept as flat columns, so that a million samples cost tens of
/// megabytes and a sample is looked at without allocating.
/// </summary>
public sealed class SampleListing
{
    private readonly Utf8Texts _keys;
    private readonly BlockList<ushort> _pathLengths;
    private readonly BlockList<ulong> _hashes;
    private readonly BlockList<long> _fileLengths;
    private readonly BlockList<byte> _splits;
    private readonly BlockList<int> _boxStarts;
    private readonly BlockList<int> _boxCounts;
    private readonly BoxPixels[] _boxes;
    private readonly int[] _labels;
    private readonly BlockList<int> _imageLabels;
    private readonly BlockList<int> _boxNumbers;

    internal SampleListing(SampleListingBuilder builder, LabelMap labelMap, IReadOnlyList<string> splits, string imagesFolder)
    {
        LabelMap = labelMap;
        Splits = splits;
        ImagesFolder = imagesFolder;
        _keys = builder.Keys;
        _pathLengths = builder.PathLengths;
        _hashes = builder.Hashes;
        _fileLengths = builder.FileLengths;
        _splits = builder.SplitIndices;
        _boxStarts = builder.BoxStarts;
        _boxCounts = builder.BoxCounts;
        _boxes = builder.Boxes;
        _labels = builder.Labels;
        _imageLabels = builder.ImageLabels;
        _boxNumbers = builder.BoxNumbers;
        MaxBoxes = builder.MaxBoxes;
    }

    /// <summary>Number of samples.</summary>
    public int Count => _hashes.Count;

    /// <summary>Names of the splits; <see cref="SampleDescription.Split"/> is an index into it.</summary>
    public IReadOnlyList<string> Splits { get; }

    /// <summary>Label names of boxes and images.</summary>
    public LabelMap LabelMap { get; }

    /// <summary>Folder that image paths are relative to, absolute.</summary>
    public string ImagesFolder { get; }

    /// <summary>True when at least one sample has a label for the whole image.</summary>
    public bool HasImageLabels { get; init; }

    /// <summary>True when annotations with boxes were read, even if no box was left.</summary>
    public bool HasBoxes { get; init; }

    /// <summary>The largest number of boxes of one sample.</summary>
    public int MaxBoxes { get; }

    /// <summary>One sample.</summary>
    /// <param name="index">Position, 0 to <see cref="Count"/> - 1.</param>
    public SampleDescription this[int index]
    {
        get
        {
            ReadOnlySpan<byte> key = _keys[index];
            int boxStart = _boxStarts[index];
            int boxCount = _boxCounts[index];
            return new SampleDescription
            {
                Index = index,
                Key = key,
                ImagePath = key[.._pathLengths[index]],
                KeyHash = _hashes[index],
                FileLength = _fileLengths[index],
                Split = _splits[index],
                Boxes = _boxes.AsSpan(boxStart, boxCount),
                Labels = _labels.AsSpan(boxStart, boxCount),
                ImageLabel = _imageLabels[index],
                BoxNumber = _boxNumbers[index],
            };
        }
    }

    /// <summary>Split of one sample, without touching the rest.</summary>
    /// <param name="index">Position.</param>
    public int SplitOf(int index) => _splits[index];

    /// <summary>Key hash of one sample, without touching the rest.</summary>
    /// <param name="index">Position.</param>
    public ulong KeyHashOf(int index) => _hashes[index];
}
