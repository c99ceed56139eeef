using System.Globalization;
using System.Text.Json.Nodes;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>Every step against NumPy, which gets nothing but the picture, the random stream's name and the augmentation log.</summary>
public class PhotometricOracleTests
{
    private const int SamplesPerShape = 4;

    /// <summary>
    /// Largest distance from real arithmetic in levels. One rounding is half a level. The blurs add the rounding of their taps to 1/256, which
    /// the white noise in part of the picture brings out as no photo does; noise adds its
    /// table of 255 steps, the matrices their 12 bits; -1 where there is no such reference.
    /// </summary>
    [SkippableTheory]
    [InlineData("brightness", 0.5001)]
    [InlineData("contrast", 0.5001)]
    [InlineData("gamma", 0.5001)]
    [InlineData("shadows", -1)]
    [InlineData("backlight", -1)]
    [InlineData("blur", 2.5)]
    [InlineData("motionBlur", 6)]
    [InlineData("noise", 1)]
    [InlineData("saturation", 0.6)]
    [InlineData("hue", 0.6)]
    public void Run_WhenParametersAreThoseOfTheLog_EqualsTheOracle(string step, double tolerance)
    {
        using var folder = new TemporaryFolder();
        var cases = new JsonArray();
        var results = new Dictionary<string, (ImageShape Shape, byte[] Pixels)>();
        foreach (ImageShape shape in PhotometricSample.Shapes)
        {
            IPhotometricOperation operation = PhotometricSample.Options(step).CreateOperation(shape);
            File.WriteAllBytes(folder["source"], PhotometricSample.Picture(shape));
            for (ulong sample = 0; sample < SamplesPerShape; sample++)
            {
                var log = new AugmentationLog();
                ulong keyHash = 0xFEDC_BA98_7654_3210 + sample;
                string name = $"{shape.Width}x{shape.Height}-{sample}";
                results[name] = (shape, PhotometricSample.Run(operation, shape, keyHash, log, inPlace: sample % 2 == 0));
                File.Copy(folder["source"], folder[name + ".source"]);
                cases.Add(Case(name, step, shape, keyHash, log));
            }
        }

        File.WriteAllText(folder["cases.json"], cases.ToJsonString());
        string[] lines = PythonOracle.Run("photometric_oracle.py", ["numpy"], folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(results.Count, lines.Length);
        foreach (string line in lines)
        {
            string[] parts = line.Split(' ');
            (ImageShape shape, byte[] pixels) = results[parts[0]];
            PhotometricSample.AssertSame(File.ReadAllBytes(folder[parts[0] + ".expected"]), pixels, shape, step);
            double difference = double.Parse(parts[1], CultureInfo.InvariantCulture);
            Assert.True(difference <= tolerance, $"{step} {parts[0]}: {difference} levels from real arithmetic, {tolerance} allowed");
        }
    }

    private static JsonObject Case(string name, string step, ImageShape shape, ulong keyHash, AugmentationLog log) => new()
    {
        ["name"] = name,
        ["step"] = step,
        ["width"] = shape.Width,
        ["height"] = shape.Height,
        ["seed"] = PhotometricSample.Seed.ToString(CultureInfo.InvariantCulture),
        ["keyHash"] = keyHash.ToString(CultureInfo.InvariantCulture),
        ["epoch"] = PhotometricSample.Epoch,
        ["instance"] = StepInstances.Photometric,
        ["log"] = JsonNode.Parse(log.Json),
    };
}
