using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Core.Samples;

/// <summary>
/// Collects samples for one <see cref="SampleListing"/>, which takes the columns over as they are. Images are added in ordinal
/// order of their paths.
/// </summary>
public sealed class SampleListingBuilder
{
    private readonly bool _keysAreGiven;
    private BoxPixels[] _boxes = [];
    private int[] _labels = [];
    private int _boxCount;

    /// <summary>Makes a builder that is given the path of each sample by <c>AddSample</c>.</summary>
    public SampleListingBuilder()
        : this(new Utf8Texts())
    {
    }

    /// <summary>Makes a builder of a listing in which every image is one sample; their paths are not copied.</summary>
    /// <param name="imagePaths">
    /// Paths relative to <c>images</c>, <c>/</c>-separated, sorted; belongs to the listing from now on. Each is described by <see cref="AddImage"/>, in order.
    /// </param>
    public SampleListingBuilder(Utf8Texts imagePaths)
    {
        Keys = imagePaths;
        _keysAreGiven = imagePaths.Count > 0;
    }

    internal Utf8Texts Keys { get; }
    internal BlockList<ushort> PathLengths { get; } = new();
    internal BlockList<ulong> Hashes { get; } = new();
    internal BlockList<long> FileLengths { get; } = new();
    internal BlockList<byte> SplitIndices { get; } = new();
    internal BlockList<int> BoxStarts { get; } = new();
    internal BlockList<int> BoxCounts { get; } = new();
    internal BlockList<int> ImageLabels { get; } = new();
    internal BlockList<int> BoxNumbers { get; } = new();
    internal BoxPixels[] Boxes => _boxes;
    internal int[] Labels => _labels;
    internal int MaxBoxes { get; private set; }
    internal bool HasImageLabels { get; private set; }

    /// <summary>First 64 bits of the SHA-256 of a UTF-8 key, read little-endian.</summary>
    /// <param name="key">Sample key or image path.</param>
    public static ulong HashKey(ReadOnlySpan<byte> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }

    /// <summary>Adds the boxes of one image, or of all at once; samples then refer to them.</summary>
    /// <param name="boxes">Boxes in pixels.</param>
    /// <param name="labels">Label id of each box.</param>
    /// <returns>Where the boxes start; give it to <c>AddSample</c>.</returns>
    public int AddBoxes(ReadOnlySpan<BoxPixels> boxes, ReadOnlySpan<int> labels)
    {
        int start = _boxCount;
        _boxCount = checked(start + boxes.Length);
        if (_boxCount > _boxes.Length)
        {
            int capacity = (int)Math.Min(Array.MaxLength, Math.Max(_boxCount, start * 2L));
            Array.Resize(ref _boxes, capacity);
            Array.Resize(ref _labels, capacity);
        }

        boxes.CopyTo(_boxes.AsSpan(start));
        labels.CopyTo(_labels.AsSpan(start));
        return start;
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="imagePath">Path relative to <c>images</c>, <c>/</c>-separated.</param>
    /// <param name="fileLength">Length of the file in bytes.</param>
    /// <param name="split">Split index.</param>
    /// <param name="boxStart">What <see cref="AddBoxes"/> gave.</param>
    /// <param name="boxCount">Boxes of the image.</param>
    /// <param name="imageLabel">Label of the whole image, or -1.</param>
    /// <param name="boxNumber">Box that the sample shows, or -1 for the whole image.</param>
    public void AddSample(string imagePath, long fileLength, int split, int boxStart, int boxCount, int imageLabel = -1, int boxNumber = -1) =>
        AddSample(Encoding.UTF8.GetBytes(imagePath), fileLength, split, boxStart, boxCount, imageLabel, boxNumber);

    /// <summary>Adds a sample.</summary>
    /// <param name="imagePath">Path relative to <c>images</c>, <c>/</c>-separated, UTF-8.</param>
    /// <param name="fileLength">Length of the file in bytes.</param>
    /// <param name="split">Split index.</param>
    /// <param name="boxStart">What <see cref="AddBoxes"/> gave.</param>
    /// <param name="boxCount">Boxes of the image.</param>
    /// <param name="imageLabel">Label of the whole image, or -1.</param>
    /// <param name="boxNumber">Box that the sample shows, or -1 for the whole image.</param>
    public void AddSample(ReadOnlySpan<byte> imagePath, long fileLength, int split, int boxStart, int boxCount, int imageLabel = -1, int boxNumber = -1)
    {
        if (_keysAreGiven)
            throw new InvalidOperationException("This builder was given the paths of all images; describe them with AddImage.");
        Span<byte> suffix = stackalloc byte[16];
        int suffixBytes = 0;
        if (boxNumber >= 0)
            System.Text.Unicode.Utf8.TryWrite(suffix, System.Globalization.CultureInfo.InvariantCulture, $"#{boxNumber}", out suffixBytes);
        Span<byte> key = Keys.Add(imagePath.Length + suffixBytes);
        imagePath.CopyTo(key);
        suffix[..suffixBytes].CopyTo(key[imagePath.Length..]);
        PathLengths.Add((ushort)imagePath.Length);
        AddColumns(fileLength, split, boxStart, boxCount, imageLabel);
        BoxNumbers.Add(boxNumber);
    }

    /// <summary>Describes the next of the images that the builder was made with.</summary>
    /// <param name="fileLength">Length of the file in bytes.</param>
    /// <param name="split">Split index.</param>
    /// <param name="boxStart">What <see cref="AddBoxes"/> gave.</param>
    /// <param name="boxCount">Boxes of the image.</param>
    /// <param name="imageLabel">Label of the whole image, or -1.</param>
    public void AddImage(long fileLength, int split, int boxStart, int boxCount, int imageLabel = -1)
    {
        PathLengths.Add((ushort)Keys[PathLengths.Count].Length);
        AddColumns(fileLength, split, boxStart, boxCount, imageLabel);
        BoxNumbers.Add(-1);
    }

    /// <summary>Makes the listing; the builder is of no more use.</summary>
    /// <param name="labelMap">Label names.</param>
    /// <param name="splits">Split names.</param>
    /// <param name="imagesFolder">Absolute folder that paths are relative to.</param>
    /// <param name="hasBoxes">Whether annotations with boxes were read.</param>
    /// <exception cref="InvalidOperationException">An image that the builder was made with was not described.</exception>
    public SampleListing Build(LabelMap labelMap, IReadOnlyList<string> splits, string imagesFolder, bool hasBoxes)
    {
        if (Keys.Count != Hashes.Count)
            throw new InvalidOperationException($"{Hashes.Count} of {Keys.Count} images were described.");
        return new SampleListing(this, labelMap, splits, imagesFolder) { HasBoxes = hasBoxes, HasImageLabels = HasImageLabels };
    }

    private void AddColumns(long fileLength, int split, int boxStart, int boxCount, int imageLabel)
    {
        Hashes.Add(HashKey(Keys[Hashes.Count]));
        FileLengths.Add(fileLength);
        SplitIndices.Add(checked((byte)split));
        BoxStarts.Add(boxStart);
        BoxCounts.Add(boxCount);
        ImageLabels.Add(imageLabel);
        MaxBoxes = Math.Max(MaxBoxes, boxCount);
        HasImageLabels |= imageLabel >= 0;
    }
}
