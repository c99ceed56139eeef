using System.Globalization;
using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Shapes;
using FeatureForge.Pipeline.Targets;
using FeatureForge.Testing;

namespace FeatureForge.Pipeline.Tests.Targets;

public class AnchorSetTests
{
    private static AnchorLevel Level(int width, int height, params AnchorShape[] shapes) =>
        new() { MapWidth = width, MapHeight = height, CellsAcross = 4, CellsDown = 4, Shapes = shapes };

    [SkippableTheory]
    [InlineData("ssd300", 8_732)]
    [InlineData("ssd300-coco", 8_732)]
    [InlineData("ssd512", 24_564)]
    public void Create_ForAPublishedSet_EqualsTheFormulaInNumPy(string name, int count)
    {
        string[] lines = PythonOracle.Run("anchors.py", ["numpy"], name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        AnchorSet anchors = AnchorSet.Create(name);

        Assert.Equal(count, anchors.Count);
        AssertEqual(lines, anchors);
    }

    [SkippableFact]
    public void Create_ForLaidOutLevels_EqualsTheFormulaInNumPy()
    {
        string[] lines = PythonOracle.Run("anchors.py", ["numpy"], "[[76, 38, [0.03, 0.045], [0.6]], [19, 19, [0.13, 0.18], [0.6, 1, 3]], [5, 3, [0.7], [1]]]")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        AnchorLevelOptions[] levels =
        [
            new() { FeatureMap = new ImageShape(76, 38), Scales = [0.03, 0.045], AspectRatios = [0.6] },
            new() { FeatureMap = new ImageShape(19, 19), Scales = [0.13, 0.18], AspectRatios = [0.6, 1, 3] },
            new() { FeatureMap = new ImageShape(5, 3), Scales = [0.7] },
        ];
        AssertEqual(lines, new TargetOptions { Levels = levels }.AnchorSet);
    }

    private static void AssertEqual(string[] lines, AnchorSet anchors)
    {
        Assert.Equal($"{anchors.Count} {anchors.Hash}", lines[0]);
        for (int i = 0; i < anchors.Count; i++)
        {
            float[] expected = [.. lines[i + 1].Split(' ').Select(bits => BitConverter.UInt32BitsToSingle(uint.Parse(bits, CultureInfo.InvariantCulture)))];
            Assert.Equal(new BoxCorners(expected[1], expected[0], expected[3], expected[2]), anchors.Corners(i));
            Assert.Equal(new BoxCenterSize(expected[4], expected[5], expected[6], expected[7]), anchors.CenterSize(i));
        }
    }

    // Hash values of the NumPy script, kept here so that a change is seen where Python is absent: shards name them.
    [Theory]
    [InlineData("ssd300", "74b5ac5781e6abe876ebccd9413d08c1efedb43949caaf2916400fc349331663")]
    [InlineData("ssd300-coco", "cd441cc034f5b463c83ad3e879b48e0fad49727735bf126afee7a5b44a100dfb")]
    [InlineData("ssd512", "9aba3c1aaa0db1152d572b297d47badcf2a50660118eec2f8f1faa11189786ae")]
    public void Hash_OfAPublishedSet_NeverChanges(string name, string hash)
    {
        AnchorSet anchors = AnchorSet.Create(name);
        Assert.Equal(hash, anchors.Hash);
        Assert.Equal(hash, Encoding.UTF8.GetString(anchors.HashText));
    }

    [Fact]
    public void Create_WithTheSameNameTwice_SharesOneSet() => Assert.Same(AnchorSet.Create("ssd300"), AnchorSet.Create("ssd300"));

    [Fact]
    public void Create_WithTheLevelsOfAPublishedSet_GivesTheSameHash() =>
        Assert.Equal(AnchorSet.Create("ssd300").Hash, AnchorSet.Create(AnchorSet.Create("ssd300").Levels).Hash);

    [Fact]
    public void Create_WithCustomLevels_OrdersLevelRowColumnScaleRatio()
    {
        AnchorSet anchors = AnchorSet.Create([AnchorLevel.Custom(4, 2, [0.5, 0.25], [1, 4]), AnchorLevel.Custom(1, 1, [1], [1])]);

        Assert.Equal((4 * 2 * 4) + 1, anchors.Count);
        Assert.Equal(AnchorSet.CustomName, anchors.Name);
        Assert.Equal(new BoxCenterSize(0.125f, 0.25f, 0.5f, 0.5f), anchors.CenterSize(0));
        Assert.Equal(new BoxCenterSize(0.125f, 0.25f, 1f, 0.25f), anchors.CenterSize(1));
        Assert.Equal(new BoxCenterSize(0.125f, 0.25f, 0.25f, 0.25f), anchors.CenterSize(2));
        Assert.Equal(new BoxCenterSize(0.375f, 0.25f, 0.5f, 0.5f), anchors.CenterSize(4));
        Assert.Equal(new BoxCenterSize(0.125f, 0.75f, 0.5f, 0.5f), anchors.CenterSize(16));
        Assert.Equal(new BoxCorners(0, -0.375f, 0.5f, 0.625f), anchors.Corners(1) with { Y0 = 0, Y1 = 0.5f });
        Assert.Equal(new BoxCorners(0, 0, 1, 1), anchors.Corners(32));
    }

    [Fact]
    public void Create_WithAnUnknownName_NamesTheKnownOnes()
    {
        var error = Assert.Throws<FeatureForgeException>(() => AnchorSet.Create("ssd301"));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains("'ssd301'", error.Message);
        Assert.Contains("ssd300, ssd300-coco, ssd512", error.Message);
    }

    [Fact]
    public void Create_WithAbsurdLevels_SaysWhich()
    {
        AnchorShape square = new(0.5, 0.5);
        (AnchorLevel[] Levels, string Words)[] cases =
        [
            ([], "no levels"),
            ([Level(0, 4, square)], "level 0 has a map of 0 x 4"),
            ([Level(4, 4, square), Level(4, 4)], "level 1 has no anchors per cell"),
            ([Level(4, 4, new AnchorShape(30, 30))], "anchor width is 30"),
            ([Level(4, 4, new AnchorShape(0.5, double.NaN))], "anchor height is NaN"),
            ([Level(4, 4, square) with { CellsDown = 0 }], "cells down the picture is 0"),
            ([Level(int.MaxValue, int.MaxValue, square, square, square)], "the most is 4,000,000"),
            ([Level(2_000, 2_001, square)], "the most is 4,000,000"),
        ];
        foreach ((AnchorLevel[] levels, string words) in cases)
            Assert.Contains(words, Assert.Throws<FeatureForgeException>(() => AnchorSet.Create(levels)).Message);
    }
}
