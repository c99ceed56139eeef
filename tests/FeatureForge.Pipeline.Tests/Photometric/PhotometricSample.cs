using FeatureForge.Core.Options;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>One picture and the way to run one step on it.</summary>
internal static class PhotometricSample
{
    public const ulong Seed = 0x1234_5678_9ABC_DEF0;
    public const int Epoch = 3;

    /// <summary>Width and height of the shapes, for theories.</summary>
    public static TheoryData<int, int> ShapeSizes { get; } = new() { { 1, 1 }, { 1, 7 }, { 7, 1 }, { 33, 17 }, { 300, 300 }, { 4097, 3 } };

    /// <summary>Shapes that no vector length divides, and the usual one.</summary>
    public static ImageShape[] Shapes { get; } = [.. ShapeSizes.Select(size => new ImageShape((int)size[0], (int)size[1]))];

    /// <summary>Names of all steps, for theories.</summary>
    public static TheoryData<string> StepNames { get; } = [.. PhotometricSteps.All.Select(step => step.Name)];

    /// <summary>Options as a recipe would make them from the given values and the defaults.</summary>
    public static PhotometricStepOptions Options(string step, params (string Key, object Value)[] given)
    {
        StepDescription description = PhotometricSteps.All.Single(candidate => candidate.Name == step);
        return (PhotometricStepOptions)description.Create(new StepValues(description.Keys, given.ToDictionary(pair => pair.Key, pair => (object?)pair.Value)));
    }

    /// <summary>A picture with ramps, hard edges, black, white and grain.</summary>
    public static byte[] Picture(ImageShape shape)
    {
        var random = new Random(shape.Width * 31 + shape.Height);
        byte[] pixels = new byte[shape.RgbBytes];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % shape.Width;
            int y = i / 3 / shape.Width;
            int level = (x * 3) + (y * 2) + (i % 3 * 40) + random.Next(30);
            pixels[i] = ((x / 16) + (y / 16)) % 4 == 3 ? (byte)random.Next(256) : (byte)(level % 300 > 255 ? 255 : level % 300);
        }

        return pixels;
    }

    /// <summary>One box in the middle of the picture.</summary>
    public static BoxPixels[] Boxes(ImageShape shape) =>
        [new(shape.Width * 0.3f, shape.Height * 0.2f, shape.Width * 0.55f, shape.Height * 0.6f)];

    public static SampleRandom Random(ulong keyHash) => new(Seed, keyHash, Epoch, StepInstances.Photometric);

    /// <summary>Draws and runs a step on a copy of the picture.</summary>
    public static byte[] Run(IPhotometricOperation operation, ImageShape shape, ulong keyHash, AugmentationLog log, bool inPlace = true)
    {
        SampleRandom random = Random(keyHash);
        operation.Draw(ref random, keyHash % 2 == 0 ? Boxes(shape) : [], log);
        byte[] source = Picture(shape);
        byte[] destination = inPlace ? source : new byte[source.Length];
        byte[] scratch = new byte[operation.ScratchBytes];
        new Random(1).NextBytes(scratch);
        operation.Run(new ReadOnlyImageView(shape, source), new ImageView(shape, destination), scratch);
        return destination;
    }

    /// <summary>Fails with the first differing component named by row, column and channel.</summary>
    public static void AssertSame(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, ImageShape shape, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        int at = expected.CommonPrefixLength(actual);
        if (at < expected.Length)
            Assert.Fail($"{what}, {shape}: y {at / 3 / shape.Width}, x {at / 3 % shape.Width}, channel {at % 3}: expected {expected[at]}, got {actual[at]}");
    }
}
