using System.Text;
using FeatureForge.Cli.Commands;
using FeatureForge.Cli.Synth;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Decode;
using FeatureForge.Pipeline.Decode.Jpeg;

namespace FeatureForge.Cli.Bench;

/// <summary>
/// Photos that batches of a device are made of, in memory: JPEG files that the own decoder and the kernels take. A batch larger than the
/// set goes round it again, with other draws each time.
/// </summary>
internal sealed class BenchPhotos
{
    private const int MostPhotos = 256;
    private const long MostBytes = 256L << 20;
    private const int DrawnPhotos = 32;
    private const ulong DrawnSeed = 7;
    private const ulong Scatter = 0x9E37_79B9_7F4A_7C15;
    private static readonly string[] s_endings = [".jpg", ".jpeg", ".jpe"];

    private readonly List<BenchPhoto> _photos = [];
    private long _bytes;

    private BenchPhotos(string source) => Source = source;

    /// <summary>Where they come from, in words.</summary>
    public string Source { get; }

    /// <summary>Names of the labels.</summary>
    public LabelMap Labels { get; private init; } = new(["face"]);

    /// <summary>Photos.</summary>
    public int Count => _photos.Count;

    /// <summary>Files that are no JPEG for the own decoder and the kernels.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Mean size of a file in bytes.</summary>
    public double MeanBytes => (double)_bytes / Count;

    /// <summary>Mean size of a picture in pixels.</summary>
    public double MeanPixels => _photos.Average(photo => (double)photo.Shape.Pixels);

    private bool IsFull => _photos.Count == MostPhotos || _bytes >= MostBytes;

    /// <summary>The photo of an item of work.</summary>
    /// <param name="item">0-based.</param>
    public BenchPhoto this[int item] => _photos[item % _photos.Count];

    /// <summary>What the draws of an item of work depend on.</summary>
    /// <param name="item">0-based.</param>
    public ulong KeyHashOf(int item) => this[item].KeyHash + ((ulong)(item / _photos.Count) * Scatter);

    /// <summary>Photos of a folder, at any depth, with drawn boxes.</summary>
    /// <param name="folder">Folder.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">It has none that can be used.</exception>
    public static BenchPhotos FromFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw CommandsErrors.NoPhotoToMeasure(folder);
        var photos = new BenchPhotos(folder);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsJpegName).Order(StringComparer.Ordinal))
        {
            if (photos.IsFull)
                break;
            photos.Add(File.ReadAllBytes(path), null, null);
        }

        return photos.Count > 0 ? photos : throw CommandsErrors.NoPhotoToMeasure(folder);
    }

    /// <summary>Photos of a recipe, with its boxes.</summary>
    /// <param name="listing">Samples; one photo for each.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">It has none that can be used.</exception>
    public static BenchPhotos FromListing(SampleListing listing)
    {
        var photos = new BenchPhotos(listing.ImagesFolder) { Labels = listing.LabelMap };
        for (int i = 0; i < listing.Count && !photos.IsFull; i++)
        {
            SampleDescription sample = listing[i];
            photos.Add(File.ReadAllBytes(Path.Combine(listing.ImagesFolder, Encoding.UTF8.GetString(sample.ImagePath))), sample.Boxes.ToArray(), sample.Labels.ToArray(), sample.BoxNumber);
        }

        return photos.Count > 0 ? photos : throw CommandsErrors.NoPhotoToMeasure(listing.ImagesFolder);
    }

    /// <summary>Photos drawn as <c>featureforge synth</c> draws them, with drawn boxes.</summary>
    /// <exception cref="Core.Errors.FeatureForgeException">libjpeg-turbo, which compresses them, is missing.</exception>
    public static BenchPhotos Drawn()
    {
        Native.NativeLibraries.RequireCodecs();
        var writer = new NativePictureWriter();
        var files = new byte[DrawnPhotos][];
        Parallel.For(0, DrawnPhotos, number =>
        {
            SynthPhoto photo = SynthPhotoPainter.Paint(DrawnSeed, number);
            using var stream = new MemoryStream();
            writer.WriteJpeg(photo.Picture.View, photo.Jpeg, stream);
            files[number] = stream.ToArray();
        });
        var photos = new BenchPhotos("drawn as by featureforge synth");
        foreach (byte[] file in files)
            photos.Add(file, null, null);
        return photos;
    }

    private static bool IsJpegName(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private void Add(byte[] file, BoxPixels[]? boxes, int[]? labels, int boxNumber = -1)
    {
        using var decoder = new FastJpegDecoder();
        using var coefficients = new JpegCoefficients();
        if (decoder.DecodeCoefficients(file, coefficients) != JpegRefusal.None || !DeviceJpegDecoder.Takes(decoder))
        {
            LeftOut++;
            return;
        }

        ImageShape shape = decoder.Shape;
        ulong keyHash = (ulong)(_photos.Count + 1) * Scatter;
        boxes ??= BenchWorkload.DrawBoxes(keyHash, shape);
        _photos.Add(new BenchPhoto(file, shape, boxes, labels ?? new int[boxes.Length], keyHash) { BoxNumber = boxNumber });
        _bytes += file.Length;
    }
}
