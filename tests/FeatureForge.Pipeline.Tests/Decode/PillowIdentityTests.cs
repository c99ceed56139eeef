using FeatureForge.Core.Errors;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Decode;

/// <summary>Every real file that Pillow opens must come out with Pillow's bytes, upright, or be one of the exceptions listed here.</summary>
public class PillowIdentityTests
{
    /// <summary>Broken files: a pixel names a palette entry that is not there. libpng and libspng make it black, Pillow a grey of the index.</summary>
    private static readonly HashSet<string> s_indexBeyondPalette = ["small-palette-2.png", "small-palette-4.png", "test-palette-1.png"];

    /// <summary>A second frame header behind the last row: libjpeg gives up at closing, which Pillow leaves out and TurboJPEG cannot tell from giving up earlier.</summary>
    private const string ErrorBehindTheLastRow = "rsjpeg__8a9cc8eeed66aeb423a91c44111d9450.jpg";

    private readonly PictureCollector _collector = new();

    [SkippableTheory]
    [InlineData("photos", 400)]
    [InlineData("faces", 200)]
    [InlineData("jpeg/valid", 140)]
    [InlineData("jpeg/exif_orientation", 9)]
    [InlineData("jpeg/conformance_t83", 0)]
    [InlineData("jpeg/unusual", 0)]
    [InlineData("jpeg/corrupt", 8)]
    [InlineData("png", 160)]
    [InlineData("webp", 30)]
    [InlineData("annotation_samples", 10)]
    public void Decode_WhenPillowOpensTheFile_GivesItsBytes(string set, int atLeast)
    {
        string folder = TestData.Require(set.Split('/'));
        if (set == "webp")
            Skip.IfNot(NativeLibraries.WebP.IsAvailable, NativeLibraries.WebP.Reason);
        string[] lines = PythonOracle.Run("pillow_rgb.py", ["PIL"], folder).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var decoder = new ImageDecoder(new DecodeOptions());
        var differences = new List<string>();
        int equal = 0;
        foreach (string line in lines)
        {
            string[] fields = line.Split('\t');
            string expected = fields[1] == "error" ? "error" : $"{fields[2]} {fields[3]}";
            string ours = Outcome(decoder, fields[0]);
            if (expected == ours)
                equal++;
            else if (!IsException(fields, ours))
                differences.Add($"{fields[0]}: Pillow {fields[1]} {fields[2]} {fields[3]}, ours {ours}");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {lines.Length} differ:\n{string.Join('\n', differences)}");
        Assert.True(equal >= atLeast, $"Only {equal} of {lines.Length} files were compared, expected {atLeast} or more.");
    }

    /// <summary>Pillow refuses what libjpeg-turbo conceals; CMYK is not in scope; the rest is listed by name.</summary>
    private static bool IsException(string[] fields, string ours) => fields[1] switch
    {
        "error" => true,
        "CMYK" => ours == "unsupported-color",
        _ when Path.GetFileName(fields[0]) == ErrorBehindTheLastRow => ours == "damaged",
        _ => s_indexBeyondPalette.Contains(Path.GetFileName(fields[0])),
    };

    private string Outcome(ImageDecoder decoder, string path)
    {
        try
        {
            var (plan, _) = _collector.Decode(decoder, File.ReadAllBytes(path));
            return DecodeGold.Describe(plan.Upright, _collector.Pixels);
        }
        catch (BadSampleException error)
        {
            Assert.NotEmpty(error.Reason);
            return error.Reason;
        }
    }
}
