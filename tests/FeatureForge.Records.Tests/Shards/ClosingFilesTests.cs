using System.Text.Json;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

public class ClosingFilesTests
{
    [Fact]
    public void Manifest_OfSmallRun_HasStableText()
    {
        using var folder = new TemporaryFolder();
        new OutputScene(epochs: 1, train: 4, validation: 1).Run(folder.Path);
        VerifiedShard[] shards = [.. ShardVerifier.Verify([folder.Path], new VerifyOptions()).Shards];
        Assert.Equal(
            $$"""
            {
              "format": "featureforge-shards",
              "formatVersion": 1,
              "engineVersion": "0.1.0",
              "recipeFingerprint": "recipe-1",
              "sourceFingerprint": "source-1",
              "seed": 7,
              "profile": "tfds",
              "targets": "{{new string('a', 64)}}",
              "serving": {"steps":["letterbox"],"output":[4,2]},
              "labels": [
                {
                  "id": 0,
                  "name": "face"
                },
                {
                  "id": 1,
                  "name": "it's"
                }
              ],
              "splits": [
                {
                  "name": "train",
                  "records": 3,
                  "shards": [
                    {
                      "name": "train.tfrecord-00000-of-00001",
                      "records": 3,
                      "bytes": {{shards[0].Bytes}},
                      "crc32c": "{{shards[0].Crc32C:x8}}"
                    }
                  ]
                },
                {
                  "name": "validation",
                  "records": 1,
                  "shards": [
                    {
                      "name": "validation.tfrecord-00000-of-00001",
                      "records": 1,
                      "bytes": {{shards[1].Bytes}},
                      "crc32c": "{{shards[1].Crc32C:x8}}"
                    }
                  ]
                }
              ],
              "counts": {
                "in": 5,
                "out": 4,
                "quarantined": 1,
                "outBySplit": {
                  "train": 3,
                  "validation": 1
                }
              }
            }

            """,
            File.ReadAllText(folder["manifest.json"]));
        Assert.Equal(
            "{\"file\":\"train/0003.jpg\",\"key\":\"train/0003.jpg\",\"epoch\":0,\"split\":\"train\",\"reason\":\"truncated\",\"message\":\"The file ends \\\"early\\\".\"}\n",
            File.ReadAllText(folder["quarantine.jsonl"]));
        Assert.Equal("item {\n  id: 1\n  name: 'face'\n}\nitem {\n  id: 2\n  name: 'it\\'s'\n}\n", File.ReadAllText(folder["label_map.pbtxt"]));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\"serving\": {\n  \"output\": [\n 4, 2]},", """{"output":[4,2]}""")]
    public void Manifest_WithServingPart_GivesItOnOneLine(string member, string? expected)
    {
        using var folder = new TemporaryFolder();
        new OutputScene(epochs: 1, train: 4, validation: 1).Run(folder.Path);
        ReplaceServing(folder["manifest.json"], member);
        Assert.Equal(expected, Manifest.Read(folder["manifest.json"]).Serving);
    }

    [Theory]
    [InlineData("\"serving\": 7,", "serving is no object")]
    [InlineData("long", "at most 16384 are read")]
    public void Manifest_WithAnotherServingPart_IsRefused(string member, string said)
    {
        using var folder = new TemporaryFolder();
        new OutputScene(epochs: 1, train: 4, validation: 1).Run(folder.Path);
        ReplaceServing(folder["manifest.json"], member == "long" ? $"\"serving\": {{\"a\": \"{new string('a', 20_000)}\"}}," : member);
        var exception = Assert.Throws<FeatureForgeException>(() => Manifest.Read(folder["manifest.json"]));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    private static void ReplaceServing(string manifest, string member) => File.WriteAllText(
        manifest, string.Join('\n', File.ReadAllLines(manifest).Select(line => line.StartsWith("  \"serving\"", StringComparison.Ordinal) ? member : line)));

    [Fact]
    public void Manifest_OfLevelsThatARecipeLaysOut_KeepsThemExactly()
    {
        using var folder = new TemporaryFolder();
        new OutputScene { AnchorLevels = [new(new ImageShape(76, 38), [0.03, 0.1 / 3], [0.6]), new(new ImageShape(1, 1), [1], [1, 2])] }.Run(folder.Path);
        string text = File.ReadAllText(folder["manifest.json"]);
        Manifest manifest = Manifest.Read(folder["manifest.json"]);
        Assert.Equal([new ImageShape(76, 38), new ImageShape(1, 1)], manifest.AnchorLevels.Select(level => level.FeatureMap));
        Assert.Equal([0.03, 0.1 / 3], manifest.AnchorLevels[0].Scales);
        Assert.Equal([1.0, 2.0], manifest.AnchorLevels[1].AspectRatios);
        Assert.Equal((76 * 38 * 2) + 2, manifest.AnchorCount);
        string compact = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
        foreach ((string sound, string broken) in ((string, string)[])[("[76,38]", "[76]"), ("[76,38]", "[0,38]"), ("[76,38]", "[76,4096]"), ("[0.6]", "[]"), ("[0.6]", "0.6"), ("[1,2]", "[1,\"2\"]")])
        {
            Assert.Contains(sound, compact, StringComparison.Ordinal);
            File.WriteAllText(folder["broken.json"], compact.Replace(sound, broken, StringComparison.Ordinal));
            Assert.Throws<FeatureForge.Core.Errors.FeatureForgeException>(() => Manifest.Read(folder["broken.json"]));
        }
    }

    [Fact]
    public void Quarantine_OfManyEntries_IsInOrderOfShardsAndPlaces()
    {
        using var folder = new TemporaryFolder();
        var scene = new OutputScene();
        scene.Run(folder.Path);
        string[] lines = File.ReadAllLines(folder["quarantine.jsonl"]);
        var expected = scene.Plan.Shards.SelectMany(shard => Enumerable.Range(0, shard.Count).Select(place => (shard.Split, Entry: shard[place])))
            .Where(place => (place.Entry.ListingIndex + place.Entry.Epoch) % 7 == 3)
            .Select(place => $"{place.Split} {System.Text.Encoding.UTF8.GetString(scene.Listing[place.Entry.ListingIndex].Key)} {place.Entry.Epoch}");
        Assert.Equal(expected, lines.Select(line => JsonDocument.Parse(line).RootElement).Select(line =>
            $"{line.GetProperty("split")} {line.GetProperty("key")} {line.GetProperty("epoch")}"));
        Assert.Contains(lines, line => line.EndsWith(",\"byteOffset\":17}", StringComparison.Ordinal));
    }

    [Fact]
    public void DatasetInfo_InTfdsProfile_HasExactShardLengthsAsStrings()
    {
        using var folder = new TemporaryFolder();
        new OutputScene().Run(folder.Path);
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(folder["dataset_info.json"]));
        Assert.Equal("tfrecord", info.RootElement.GetProperty("fileFormat").GetString());
        foreach (JsonElement split in info.RootElement.GetProperty("splits").EnumerateArray())
        {
            string name = split.GetProperty("name").GetString()!;
            string[] lengths = [.. split.GetProperty("shardLengths").EnumerateArray().Select(length => length.GetString()!)];
            string[] files = [.. ShardVerifier.FilesOf(folder.Path).Where(file => Path.GetFileName(file).StartsWith(name + ".", StringComparison.Ordinal))];
            Assert.Equal(files.Select(file => ShardIndex.Read(file + ".idx").Count.ToString()), lengths);
            Assert.Equal(files.Sum(file => new FileInfo(file).Length).ToString(), split.GetProperty("numBytes").GetString());
            string[] expanded = [.. Enumerable.Range(0, lengths.Length).Select(number => split.GetProperty("filepathTemplate").GetString()!
                .Replace("{SPLIT}", name).Replace("{FILEFORMAT}", "tfrecord").Replace("{SHARD_X_OF_Y}", $"{number:D5}-of-{lengths.Length:D5}"))];
            Assert.Equal(expanded, files.Select(Path.GetFileName));
        }
    }

    [Theory]
    [InlineData("full")]
    [InlineData("dense")]
    [InlineData("encoded")]
    [InlineData("classification")]
    public void Features_InTfdsProfile_NameEveryKeyOfTheRecords(string name)
    {
        Encode.SampleScene scene = Encode.RecordEncoderTests.Scene(name);
        var dataset = new DatasetDescription
        {
            Seed = 1,
            Labels = Encode.SampleScene.Labels,
            Profile = RecordProfile.TensorFlowDatasets,
            Shape = new ImageShape(4, 2),
            ImageFormat = scene.Format,
            HasBoxes = scene.HasBoxes,
            HasImageLabels = scene.ImageLabel >= 0,
            AnchorSet = scene.Targets is null ? null : new string('a', 64),
            DenseTargets = scene.Targets?.Dense ?? false,
        };
        using JsonDocument features = JsonDocument.Parse(TfdsFiles.Features(dataset));
        byte[] record = Encode.RecordEncoderTests.Encode(scene, new RecordEncoder(RecordProfile.TensorFlowDatasets, Encode.SampleScene.Labels));
        Assert.Equal(ExampleReader.Read(record).Keys, Names(features.RootElement, "").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement feature, string prefix)
    {
        Assert.StartsWith("tensorflow_datasets.core.features.", feature.GetProperty("pythonClassName").GetString(), StringComparison.Ordinal);
        if (!feature.TryGetProperty("featuresDict", out JsonElement dictionary))
            return [prefix];
        return dictionary.GetProperty("features").EnumerateObject()
            .SelectMany(pair => Names(pair.Value, prefix.Length == 0 ? pair.Name : $"{prefix}/{pair.Name}"));
    }
}
