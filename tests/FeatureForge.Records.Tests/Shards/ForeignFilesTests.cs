using System.Security.Cryptography;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;
using FeatureForge.Records.Tests.Protos;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

/// <summary>Files written by TensorFlow's own tools; their manifest has record counts and a SHA-256 over all payloads.</summary>
public class ForeignFilesTests
{
    private const int TotalRecords = 15_756;

    [SkippableFact]
    public void Read_OfEveryFile_GivesTheRecordsOfItsManifest()
    {
        string folder = TestData.Require("tfrecord");
        string[] lines = File.ReadAllLines(Path.Combine(folder, "manifest.csv"));
        string[] header = lines[0].Split(',');
        long total = 0;
        foreach (string[] row in lines.Skip(1).Select(line => line.Split(',')))
        {
            string Field(string name) => row[Array.IndexOf(header, name)];
            using ShardReader reader = ShardReader.Open(Path.Combine(folder, Field("file")));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (reader.TryRead(out ReadOnlySpan<byte> data))
            {
                hash.AppendData(data);
                if (Field("payload_kind") == "tf.train.Example")
                    AssertExample(data.ToArray());
            }

            Assert.Equal(Field("compression") == "gzip", reader.IsCompressed);
            Assert.Equal(long.Parse(Field("records")), reader.NextRecord);
            Assert.Equal(Field("sha256_of_payloads"), Convert.ToHexStringLower(hash.GetHashAndReset()));
            total += reader.NextRecord;
        }

        Assert.Equal(TotalRecords, total);
    }

    [SkippableFact]
    public void Read_OfFirstRecords_GivesTheFeaturesOfTheManifest()
    {
        string folder = TestData.Require("tfrecord");
        string[] lines = File.ReadAllLines(Path.Combine(folder, "manifest.csv"));
        int column = Array.IndexOf(lines[0].Split(','), "first_record_features");
        foreach (string[] row in lines.Skip(1).Select(line => line.Split(',')).Where(row => row[column].Length > 0))
        {
            using ShardReader reader = ShardReader.Open(Path.Combine(folder, row[0]));
            Assert.True(reader.TryRead(out ReadOnlySpan<byte> data));
            var features = ExampleReader.Read(data.ToArray());
            string Kind(FeatureKind kind) => kind == FeatureKind.None ? "None" : kind.ToString().ToLowerInvariant();
            Assert.Equal(row[column], string.Join(' ', features.Select(pair => $"{pair.Key}:{Kind(pair.Value.Kind)}")));
        }
    }

    [SkippableFact]
    public void Verify_OfForeignFolder_FindsItSound()
    {
        VerifyResult whole = ShardVerifier.Verify([TestData.Require("tfrecord")], new VerifyOptions { Sha256 = true });
        Assert.Empty(whole.Findings);
        string manifest = File.ReadAllText(TestData.Require("tfrecord", "manifest.csv"));
        Assert.All(whole.Shards, shard => Assert.Contains(shard.Sha256!, manifest, StringComparison.Ordinal));
        VerifyResult packed = ShardVerifier.Verify([TestData.Require("tfrecord", "tfx_taxi_train")], new VerifyOptions());
        Assert.Empty(packed.Findings);
        Assert.Equal(12, packed.Shards.Count);
    }

    private static void AssertExample(byte[] record)
    {
        Example expected = Example.Parser.ParseFrom(record);
        var features = ExampleReader.Read(record);
        Assert.Equal(expected.Features.Feature.Count, features.Count);
        foreach (var (key, feature) in features)
        {
            Feature other = expected.Features.Feature[key];
            Assert.Equal((int)other.KindCase, (int)feature.Kind);
            Assert.Equal(other.BytesList?.Value.Select(value => value.Memory.Length) ?? [], feature.Bytes.Select(value => value.Length));
            Assert.Equal(other.FloatList?.Value ?? [], feature.Floats);
            Assert.Equal(other.Int64List?.Value ?? [], feature.Integers);
        }
    }
}
