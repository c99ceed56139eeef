using System.Globalization;

namespace FeatureForge.Cli.Synth;

/// <summary>The recipe that is written beside drawn photos: the example of the documentation with paths and shard size for the set.</summary>
internal static class SynthRecipe
{
    private const int OutputSide = 300;
    private const int ShardsWanted = 4;

    /// <summary>Text of the recipe.</summary>
    /// <param name="count">Number of photos.</param>
    /// <param name="seed">Seed of the set, used for the augmentations too.</param>
    public static string Text(int count, ulong seed) => string.Create(CultureInfo.InvariantCulture, $$"""
        # Drawn photos of faces -> training shards for an SSD300 face detector. Run: featureforge run recipe.yaml
        # For smiling and neutral faces instead of just faces, set annotations: faces_smile.csv
        version: 1
        seed: {{seed}}
        epochs: 1
        source:
          images: {{SynthFolder.PhotosFolder}}
          annotations: {{SynthFolder.FacesFile}}
          format: csv
          boxSpace: upright
          splits: {train: 0.7, validation: 0.15, test: 0.15}
        decode: {fidelity: reference, maxPixels: 100000000}
        geometry:
          output: [{{OutputSide}}, {{OutputSide}}]
          steps:
            - ssdCrop: {minIou: [0.1, 0.3, 0.5, 0.7, 0.9]}
            - flip: {p: 0.5}
            - rotate: {degrees: [-10, 10], p: 0.3}
        photometric:
          - backlight: {p: 0.3, strength: [0.3, 0.8]}
          - shadows: {p: 0.3}
          - brightness: {p: 0.5}
          - contrast: {p: 0.5}
          - blur: {sigma: [0.4, 2.0], p: 0.3}
          - motionBlur: {p: 0.2}
          - noise: {p: 0.2}
        targets: {anchors: ssd300, rule: caffe, positive: 0.5, encoding: sparse}
        output:
          path: shards
          image: raw
          shardBytes: {{ShardMebibytes(count)}}MiB   # small, so that even this small set has several shards
          profile: tf-od
        onBadSample: quarantine
        badSampleBudget: 0.01

        """);

    /// <summary>Shard size that cuts the set into about four shards, in MiB.</summary>
    /// <param name="count">Number of photos.</param>
    public static long ShardMebibytes(int count)
    {
        long bytes = (long)count * OutputSide * OutputSide * 3;
        return Math.Clamp(bytes / ShardsWanted >> 20, 1, 256);
    }
}
