using FeatureForge.Testing;

namespace FeatureForge.Cli.Tests.Running;

/// <summary>A drawn, labelled photo set, made once per test class by the program itself.</summary>
public sealed class DrawnSet : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DrawnSet() => FeatureForgeProgram.Run("synth", Folder, "--count", "60", "--seed", "5").Expect(0);

    /// <summary>Holds photos/, faces.csv and recipe.yaml.</summary>
    public string Folder => _folder["set"];

    /// <summary>A new path beside the set; nothing is there yet.</summary>
    public string NewPath() => _folder[Guid.NewGuid().ToString("N")];

    /// <summary>Writes a recipe beside the photos.</summary>
    public string WriteRecipe(string text)
    {
        string path = Path.Combine(Folder, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The example recipe of the documentation with two splits, small shards and smaller pictures, so that there are several shards to break.</summary>
    public string ExampleRecipe(string onTop = "") => WriteRecipe($$$"""
        version: 1
        seed: 7
        {{{onTop}}}
        source:      {images: photos, annotations: faces.csv, format: csv, boxSpace: upright, splits: {train: 0.9, validation: 0.1}}
        decode:      {fidelity: reference, maxPixels: 100000000}
        geometry:    {output: [150, 120], steps: [{ssdCrop: {minIou: [0.1, 0.3, 0.5, 0.7, 0.9]}}, {flip: {p: 0.5}}, {rotate: {degrees: [-10, 10], p: 0.3}}]}
        photometric: [{backlight: {p: 0.3, strength: [0.3, 0.8]}}, {shadows: {p: 0.3}}, {brightness: {p: 0.5}}, {contrast: {p: 0.5}}, {blur: {sigma: [0.4, 2.0], p: 0.3}}, {motionBlur: {p: 0.2}}, {noise: {p: 0.2}}]
        targets:     {anchors: ssd300, rule: caffe, positive: 0.5, encoding: sparse}
        output:      {path: shards, image: raw, shardBytes: 600KiB, profile: tf-od}
        onBadSample: quarantine
        badSampleBudget: 0.01
        """);

    public void Dispose() => _folder.Dispose();
}
