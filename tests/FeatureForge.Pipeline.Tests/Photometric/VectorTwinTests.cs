using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Photometric;

namespace FeatureForge.Pipeline.Tests.Photometric;

/// <summary>Every vector loop gives the bytes of its scalar twin, whatever the length.</summary>
public class VectorTwinTests
{
    public static TheoryData<int, int> Sizes => PhotometricSample.ShapeSizes;

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Apply_OnATable_EqualsTheScalarTwin(int width, int height)
    {
        var table = new ToneTable();
        var random = new Random(7);
        for (int level = 0; level < ToneTable.Entries; level++)
            table.Set(level, random.Next(256));
        byte[] source = PhotometricSample.Picture(new ImageShape(width, height));
        byte[] expected = new byte[source.Length];
        byte[] actual = new byte[source.Length];
        table.ApplyScalar(source, expected);
        table.Apply(source, actual);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Run_OnAWeightedSum_EqualsTheScalarTwin(int width, int height)
    {
        byte[] source = PhotometricSample.Picture(new ImageShape(width, height));
        source.AsSpan().Fill(255);
        new Random(width).NextBytes(source.AsSpan(source.Length / 2));
        int[] offsets = [0, 1, 2, 0];
        ushort[] weights = [200, 5, 50, 1];
        byte[] expected = new byte[source.Length - 2];
        byte[] actual = new byte[source.Length - 2];
        WeightedSum.RunScalar(source, offsets, weights, expected);
        WeightedSum.Run(source, offsets, weights, actual);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(3, 255)]
    [InlineData(5, 127)]
    [InlineData(5, 200)]
    [InlineData(9, 128)]
    public void Run_OnAWeightedSumOfRows_EqualsTheScalarTwin(int taps, int largest)
    {
        var random = new Random(taps + largest);
        foreach (int length in new[] { 63, 128, 255, 256, 257, 300, 511, 900, 1031 })
        {
            byte[] source = new byte[length + 40];
            random.NextBytes(source);
            source.AsSpan(0, length / 3).Fill(255);
            int[] offsets = [.. Enumerable.Range(0, taps).Select(_ => random.Next(41))];
            ushort[] weights = new ushort[taps];
            weights[taps / 2] = (ushort)largest;
            for (int rest = WeightedSum.One - largest; rest > 0 && taps > 1; rest--)
                weights[((taps / 2) + 1 + (rest % (taps - 1))) % taps]++;
            byte[] expected = new byte[length];
            byte[] actual = new byte[length];
            WeightedSum.RunScalar(source, offsets, weights, expected);
            WeightedSum.Run(source, offsets, weights, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Run_OnTheLeastComponent_EqualsTheScalarTwin(int width, int height)
    {
        byte[] source = PhotometricSample.Picture(new ImageShape(width, height));
        byte[] expected = new byte[source.Length];
        byte[] actual = new byte[source.Length];
        LeastComponent.RunScalar(source, expected);
        LeastComponent.Run(source, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Run_OnAWeightedSum_WhenATapReachesBeyondTheSource_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        WeightedSum.Run(new byte[100], [0, 40], [128, 128], new byte[64]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(137)]
    [InlineData(256)]
    public void Run_OnAToneBlend_EqualsTheScalarTwin(int rowFalloff)
    {
        var random = new Random(rowFalloff);
        for (int length = 1; length < 200; length += 13)
        {
            byte[] outside = new byte[length];
            byte[] inside = new byte[length];
            random.NextBytes(outside);
            random.NextBytes(inside);
            ushort[] falloff = [.. Enumerable.Range(0, length).Select(_ => (ushort)random.Next(ToneBlend.ColumnOne + 1))];
            falloff[0] = ToneBlend.ColumnOne;
            outside[0] = inside[0] = 255;
            byte[] expected = new byte[length];
            byte[] actual = new byte[length];
            ToneBlend.RunScalar(outside, inside, falloff, rowFalloff, expected);
            ToneBlend.Run(outside, inside, falloff, rowFalloff, actual);
            Assert.Equal(expected, actual);
            Assert.Equal(255, actual[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Apply_OnAMatrix_EqualsTheScalarTwin(int width, int height)
    {
        var shape = new ImageShape(width, height);
        var matrix = new ColorMatrix();
        matrix.Reset();
        matrix.SetOffDiagonal(0, 1, -0.9);
        matrix.SetOffDiagonal(1, 2, 0.4);
        matrix.SetOffDiagonal(2, 0, 0.3);
        byte[] pixels = PhotometricSample.Picture(shape);
        byte[] expected = new byte[pixels.Length];
        matrix.ApplyScalar(pixels, expected);
        matrix.Apply(new ReadOnlyImageView(shape, pixels), new ImageView(shape, pixels));
        PhotometricSample.AssertSame(expected, pixels, shape, "matrix in place");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Run_OnShadows_EqualsTheScalarTwin(int width, int height)
    {
        var shape = new ImageShape(width, height);
        var operation = (Shadows)PhotometricSample.Options("shadows").CreateOperation(shape);
        byte[] source = PhotometricSample.Picture(shape);
        byte[] expected = new byte[source.Length];
        for (ulong sample = 0; sample < 16; sample++)
        {
            byte[] actual = PhotometricSample.Run(operation, shape, sample, new AugmentationLog());
            operation.RunScalar(new ReadOnlyImageView(shape, source), new ImageView(shape, expected));
            PhotometricSample.AssertSame(expected, actual, shape, $"shadows of sample {sample}");
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Run_OnNoise_EqualsTheScalarTwin(int width, int height)
    {
        var shape = new ImageShape(width, height);
        var operation = (Noise)PhotometricSample.Options("noise", ("read", new Core.Options.NumberRange(64, 64)), ("shot", new Core.Options.NumberRange(64, 64))).CreateOperation(shape);
        byte[] source = PhotometricSample.Picture(shape);
        byte[] expected = new byte[source.Length];
        byte[] actual = PhotometricSample.Run(operation, shape, 5, new AugmentationLog());
        operation.RunScalar(new ReadOnlyImageView(shape, source), new ImageView(shape, expected));
        PhotometricSample.AssertSame(expected, actual, shape, "noise");
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x1000u)]
    [InlineData(0xFFFF_FFF8u)]
    public void Fill_ForEveryVectorLength_GivesTheWordsOfPhilox(uint firstDraw)
    {
        SampleRandom random = PhotometricSample.Random(0x0123_4567_89AB_CDEF);
        var stream = new PhiloxStream(random);
        var (key0, key1) = random.Key;
        var (counter0, counter1, counter2) = random.Counter;
        uint[] expected = [.. Enumerable.Range(0, 64).SelectMany(draw =>
        {
            PhiloxWords block = Philox4x32.Generate(key0, key1, counter0, counter1, counter2, firstDraw + (uint)draw);
            return new[] { block.Word0, block.Word1, block.Word2, block.Word3 };
        })];
        AssertFills(expected, words => stream.Fill(firstDraw, words));
        AssertFills(expected, words => stream.FillScalar(firstDraw, words));
        if (Vector128.IsHardwareAccelerated)
            AssertFills(expected, words => stream.Fill128(firstDraw, words));
        if (Avx2.IsSupported)
            AssertFills(expected, words => stream.Fill256(firstDraw, words));
        if (Avx512F.IsSupported)
            AssertFills(expected, words => stream.Fill512(firstDraw, words));
    }

    private static void AssertFills(uint[] expected, Action<uint[]> fill)
    {
        uint[] words = new uint[expected.Length];
        fill(words);
        Assert.Equal(expected, words);
    }
}
