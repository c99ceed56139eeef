namespace FeatureForge.Pipeline.Recipe;

/// <summary>The recipe that the documentation begins with.</summary>
public static class RecipeExample
{
    /// <summary>YAML; detection of faces with every kind of section.</summary>
    public const string Yaml = """
        version: 1
        seed: 7
        epochs: 1                      # augmented copies written
        source:      {images: photos, annotations: faces.csv, format: csv, boxSpace: upright, splits: {train: 0.7, validation: 0.15, test: 0.15}}
        decode:      {fidelity: reference, maxPixels: 100000000}
        geometry:    {output: [300, 300], steps: [{ssdCrop: {minIou: [0.1, 0.3, 0.5, 0.7, 0.9]}}, {flip: {p: 0.5}}, {rotate: {degrees: [-10, 10], p: 0.3}}]}
        photometric: [{backlight: {p: 0.3, strength: [0.3, 0.8]}}, {shadows: {p: 0.3}}, {brightness: {p: 0.5}}, {contrast: {p: 0.5}}, {blur: {sigma: [0.4, 2.0], p: 0.3}}, {motionBlur: {p: 0.2}}, {noise: {p: 0.2}}]
        targets:     {anchors: ssd300, rule: caffe, positive: 0.5, encoding: sparse}
        output:      {path: shards, image: raw, shardBytes: 256MiB, profile: tf-od}
        onBadSample: quarantine
        badSampleBudget: 0.01

        """;
}
