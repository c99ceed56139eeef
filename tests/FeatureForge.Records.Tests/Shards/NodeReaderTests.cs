using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FeatureForge.Records.Encode;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

/// <summary>The npm package tfrecord, written by others, reads what we write and checks every checksum.</summary>
public class NodeReaderTests
{
    private static readonly string s_folder = Path.Combine(TestData.Repository, "tests", "npm");

    [SkippableFact]
    public void Read_OfOurShards_EqualsOurReader()
    {
        RequirePackage();
        using var folder = new TemporaryFolder();
        new OutputScene().Run(folder.Path);
        string[] shards = [.. ShardVerifier.FilesOf(folder.Path)];
        var (code, output, error) = Run(shards);
        Assert.True(code == 0, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(shards.SelectMany(OurLines), lines.Select(Normalised));
        Assert.InRange(lines.Length, 20, 29);
    }

    [SkippableFact]
    public void Read_OfShardWithFlippedByte_IsRefused()
    {
        RequirePackage();
        using var folder = new TemporaryFolder();
        new OutputScene().Run(folder.Path);
        string shard = ShardVerifier.FilesOf(folder.Path)[0];
        byte[] bytes = File.ReadAllBytes(shard);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(shard, bytes);
        Assert.NotEqual(0, Run([shard]).Code);
    }

    private static void RequirePackage() => Skip.IfNot(
        Directory.Exists(Path.Combine(s_folder, "node_modules", "tfrecord")) && NodeIsInstalled(),
        "node or the npm package tfrecord is missing (apt: nodejs npm; then: cd tests/npm && npm ci --ignore-scripts)");

    private static IEnumerable<string> OurLines(string shard)
    {
        using ShardReader reader = ShardReader.Open(shard);
        while (TryReadLine(reader, out string line))
            yield return line;
    }

    private static bool TryReadLine(ShardReader reader, out string line)
    {
        line = "";
        if (!reader.TryRead(out ReadOnlySpan<byte> data))
            return false;
        var features = ExampleReader.Read(data.ToArray());
        line = string.Join(';', features.Select(pair => $"{pair.Key}:{Values(pair.Value)}"));
        return true;
    }

    private static string Values(ExampleFeature feature) => feature.Kind switch
    {
        FeatureKind.Bytes => "bytes:" + string.Join(',', feature.Bytes.Select(value => Convert.ToHexStringLower(value.Span))),
        FeatureKind.Float => "float:" + string.Join(',', feature.Floats.Select(value => BitConverter.SingleToInt32Bits(value))),
        _ => "int64:" + string.Join(',', feature.Integers),
    };

    private static string Normalised(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return string.Join(';', document.RootElement.EnumerateObject().OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair =>
            $"{pair.Name}:{pair.Value[0].GetString()}:{string.Join(',', pair.Value[1].EnumerateArray().Select(value => pair.Value[0].GetString() switch
            {
                "bytes" => value.GetString(),
                "float" => BitConverter.SingleToInt32Bits((float)value.GetDouble()).ToString(),
                _ => value.GetInt64().ToString(),
            }))}"));
    }

    private static bool NodeIsInstalled()
    {
        try
        {
            return Start(["--version"]).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Output, string Error) Run(string[] shards) => Start([Path.Combine(s_folder, "read-shards.mjs"), .. shards]);

    private static (int Code, string Output, string Error) Start(string[] arguments)
    {
        var info = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
