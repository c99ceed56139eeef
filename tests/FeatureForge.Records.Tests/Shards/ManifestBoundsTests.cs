using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FeatureForge.Core.Errors;
using FeatureForge.Records.Shards;
using FeatureForge.Testing;

namespace FeatureForge.Records.Tests.Shards;

/// <summary>What a manifest of hostile origin may state: the cases that the tests of the Python packages read too.</summary>
public sealed partial class ManifestBoundsTests
{
    [SkippableFact]
    public void Read_OfValuesJustWithinAndJustBeyond_AcceptsWhatPythonAccepts()
    {
        using var folder = new TemporaryFolder();
        new OutputScene(epochs: 1, train: 4, validation: 1).Run(folder.Path);
        string sound = string.Join('\n', File.ReadAllLines(folder["manifest.json"]).Where(line => !line.StartsWith("  \"serving\"", StringComparison.Ordinal)));
        using JsonDocument table = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestData.Repository, "tests", "oracles", "manifest-bounds.json")));
        JsonElement[] cases = [.. table.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.True(cases.Length > 50);
        foreach (JsonElement one in cases)
        {
            string text = $"\"{one.GetProperty("member").GetString()}\": {Repeated().Replace(one.GetProperty("value").GetString()!, Repeat)}";
            File.WriteAllText(folder["changed.json"], $"{{{text},{sound[(sound.IndexOf('{', StringComparison.Ordinal) + 1)..]}");
            Exception? refusal = Record.Exception(() => Manifest.Read(folder["changed.json"]));
            Assert.True(refusal is null or FeatureForgeException, $"{text[..Math.Min(text.Length, 200)]}: {refusal}");
            Assert.True(one.GetProperty("accepted").GetBoolean() == (refusal is null), $"{text[..Math.Min(text.Length, 200)]}: {refusal?.Message ?? "accepted"}");
        }
    }

    [Fact]
    public void Read_OfAFileBeyondEveryManifest_IsRefusedBeforeItIsRead()
    {
        using var folder = new TemporaryFolder();
        using (FileStream file = File.Create(folder["manifest.json"]))
            file.SetLength((64 << 20) + 1);
        var refusal = Assert.Throws<FeatureForgeException>(() => Manifest.Read(folder["manifest.json"]));
        Assert.Contains("67108865 bytes", refusal.Message, StringComparison.Ordinal);
    }

    private static string Repeat(Match match) => new(match.Groups[1].Value[0], int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"@(.)\*(\d+)@")]
    private static partial Regex Repeated();
}
