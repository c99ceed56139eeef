using System.Security.Cryptography;
using System.Text.Json;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>Whole runs against Pillow: the bytes in the records are those of exif_transpose, convert("RGB") and resize(size, BILINEAR, box).</summary>
public sealed class PillowTests(DrawnSet set) : IClassFixture<DrawnSet>
{
    // What the decode room refuses on purpose (its README says why), though Pillow opens it.
    private static readonly string[] s_refusedReasons = ["unsupported-color", "unsupported-precision", "unsupported-coding", "unsupported-sampling"];

    [SkippableTheory]
    [InlineData("photos", 300, 300)]
    [InlineData("photos", 97, 411)]
    [InlineData("jpeg/valid", 300, 300)]
    [InlineData("jpeg/exif_orientation", 128, 96)]
    [InlineData("png/pngsuite", 40, 24)]
    [InlineData("faces", 160, 160)]
    [InlineData("annotation_samples", 64, 64)]
    public void Run_OfWholePictures_StoresPillowsBytes(string folder, int width, int height)
    {
        string images = TestData.Require(folder.Split('/'));
        var expected = Oracle(images, width, height);
        var (records, quarantined) = Run(images, $"[{width}, {height}], steps: []");
        int compared = 0;
        foreach ((string path, string verdict) in expected.Where(pair => !pair.Value.Contains(' ', StringComparison.Ordinal)))
        {
            if (quarantined.TryGetValue(path, out string? reason))
            {
                Assert.True(s_refusedReasons.Contains(reason), $"{path}: Pillow opens it, the run says {reason}");
                continue;
            }

            Assert.True(records.TryGetValue(path, out string? actual), $"{path} has no record");
            Assert.True(verdict == actual, $"{path}: the record's bytes are not Pillow's");
            compared++;
        }

        Assert.True(compared > 0, "nothing was compared");
        Assert.Equal(expected.Count, records.Count + quarantined.Count);
    }

    [SkippableFact]
    public void Run_OfDrawnPhotosWithAFixedBox_StoresPillowsBytes()
    {
        string images = Path.Combine(set.Folder, "photos");
        var (records, _) = Run(images, "[120, 90], steps: [{crop: {box: [10.25, 20, 180.5, 150.75]}}]");
        foreach ((string path, string verdict) in Oracle(images, 120, 90, "10.25", "20", "180.5", "150.75"))
            Assert.Equal(verdict, records[path]);
    }

    private static Dictionary<string, string> Oracle(string folder, int width, int height, params string[] box) =>
        PythonOracle.Run("finished_pictures.py", ["PIL"], [folder, $"{width}", $"{height}", .. box])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    private (Dictionary<string, string> Records, Dictionary<string, string> Quarantined) Run(string images, string geometry)
    {
        string recipe = set.WriteRecipe($"version: 1\nsource: {{images: '{images}'}}\ngeometry: {{output: {geometry}}}\noutput: {{path: shards}}\nbadSampleBudget: 1\n");
        string output = set.NewPath();
        FeatureForgeProgram.Run("run", recipe, "--output", output, "--quiet").Expect(0);
        var records = new Dictionary<string, string>();
        foreach (string shard in Directory.EnumerateFiles(output, "train.tfrecord-*").Where(file => !file.EndsWith(".idx", StringComparison.Ordinal)))
        {
            using ShardReader reader = ShardReader.Open(shard);
            while (reader.TryRead(out ReadOnlySpan<byte> data))
            {
                var example = ExampleReader.Read(data.ToArray());
                records[example["image/filename"].Text(0)] = Convert.ToHexStringLower(SHA256.HashData(example["image/raw"].Bytes[0].Span));
            }
        }

        var quarantined = File.ReadLines(Path.Combine(output, "quarantine.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("file").GetString()!, line => line.GetProperty("reason").GetString()!);
        return (records, quarantined);
    }
}
