using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FeatureForge.Core.Shapes;

namespace FeatureForge.Pipeline.Targets;

/// <summary>
/// The boxes that a detector predicts relative to, in shares of the picture, not clipped to it. Immutable and shared by all
/// workers. Order: level, row, column, shape. Centres, sizes and corners are computed in float64 with + - x / and square root and
/// rounded once to float32, so they are the same bits everywhere.
/// </summary>
public sealed class AnchorSet
{
    /// <summary>Most anchors that a set may have.</summary>
    public const int LargestCount = 4_000_000;

    /// <summary>Name of a set that was made from levels.</summary>
    public const string CustomName = "custom";

    // Sides outside this range are mistakes, most often pixels in place of shares.
    private const double SmallestSide = 1e-4;
    private const double LargestSide = 16;

    // A vector load that starts at the last anchor must stay inside the columns.
    private const int Padding = 16;

    // Padding lies outside every picture and has no area, so its IoU with any box is 0.
    private const float PaddingEdge = -16f;

    private static readonly Dictionary<string, Lazy<AnchorSet>> s_presets =
        AnchorPresets.Names.ToDictionary(name => name, name => new Lazy<AnchorSet>(() => new AnchorSet(name, AnchorPresets.Levels(name)!)));

    private readonly float[] _centersX;
    private readonly float[] _centersY;
    private readonly float[] _widths;
    private readonly float[] _heights;
    private readonly byte[] _hashText;

    private AnchorSet(string name, IReadOnlyList<AnchorLevel> levels)
    {
        Name = name;
        Levels = [.. levels];
        Count = levels.Sum(level => level.MapWidth * level.MapHeight * level.Shapes.Count);
        (_centersX, _centersY, _widths, _heights) = (new float[Count], new float[Count], new float[Count], new float[Count]);
        Columns = new AnchorColumns(Count + Padding, PaddingEdge);
        var grids = new AnchorGrid[levels.Count];
        int anchor = 0;
        for (int i = 0; i < levels.Count; i++)
        {
            grids[i] = new AnchorGrid(levels[i], anchor);
            anchor = Fill(levels[i], anchor);
        }

        Grids = grids;
        Columns.FillAreas(Count);
        Hash = ComputeHash();
        _hashText = Encoding.ASCII.GetBytes(Hash);
    }

    /// <summary>Names that <see cref="Create(string)"/> knows.</summary>
    public static IReadOnlyList<string> Names => AnchorPresets.Names;

    /// <summary>Name in recipes, or <see cref="CustomName"/>.</summary>
    public string Name { get; }

    /// <summary>Number of anchors.</summary>
    public int Count { get; }

    /// <summary>The levels that the set was made from.</summary>
    public IReadOnlyList<AnchorLevel> Levels { get; }

    /// <summary>
    /// SHA-256 as 64 lower-case hexadecimal digits, over these bytes: the ASCII text <c>FeatureForge anchors 1</c> and a line feed; the number of
    /// anchors as little-endian int32; then for every anchor eight little-endian float32: x0 y0 x1 y1 cx cy width height.
    /// </summary>
    public string Hash { get; }

    /// <summary><see cref="Hash"/> in UTF-8, as records hold it.</summary>
    public ReadOnlySpan<byte> HashText => _hashText;

    /// <summary>float32 [Count]: left edges.</summary>
    public ReadOnlySpan<float> LeftEdges => Columns.X0.AsSpan(0, Count);

    /// <summary>float32 [Count]: top edges.</summary>
    public ReadOnlySpan<float> TopEdges => Columns.Y0.AsSpan(0, Count);

    /// <summary>float32 [Count]: right edges.</summary>
    public ReadOnlySpan<float> RightEdges => Columns.X1.AsSpan(0, Count);

    /// <summary>float32 [Count]: bottom edges.</summary>
    public ReadOnlySpan<float> BottomEdges => Columns.Y1.AsSpan(0, Count);

    /// <summary>float32 [Count]: horizontal centres.</summary>
    public ReadOnlySpan<float> CentersX => _centersX;

    /// <summary>float32 [Count]: vertical centres.</summary>
    public ReadOnlySpan<float> CentersY => _centersY;

    /// <summary>float32 [Count]: widths.</summary>
    public ReadOnlySpan<float> Widths => _widths;

    /// <summary>float32 [Count]: heights.</summary>
    public ReadOnlySpan<float> Heights => _heights;

    /// <summary>Corners and areas, padded for vector loads.</summary>
    internal AnchorColumns Columns { get; }

    /// <summary>One grid per level, in the order of the anchors.</summary>
    internal AnchorGrid[] Grids { get; }

    /// <summary>
    /// A published set. <c>ssd300</c>: SSD300 for VOC, 8,732 anchors. <c>ssd300-coco</c>: the smaller scales for COCO, 8,732 anchors.
    /// <c>ssd512</c>: SSD512 for VOC, 24,564 anchors. Scales as published; Caffe's own layer cuts them to whole pixels, which
    /// changes only those of <c>ssd512</c>. Not clipped, as Caffe SSD; ssd.pytorch clamps centre and size to 0..1.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">There is no set of that name.</exception>
    public static AnchorSet Create(string name) => s_presets.TryGetValue(name, out Lazy<AnchorSet>? preset) ? preset.Value : throw TargetErrors.UnknownAnchorSet(name);

    /// <summary>A set of one's own.</summary>
    /// <param name="levels">At least one level; order as given.</param>
    /// <exception cref="FeatureForge.Core.Errors.FeatureForgeException">A level has no cells or no shapes, a size is not above 0 or not finite, or the set is too large.</exception>
    public static AnchorSet Create(IReadOnlyList<AnchorLevel> levels)
    {
        Check(levels);
        return new AnchorSet(CustomName, levels);
    }

    /// <summary>One anchor by its corners.</summary>
    /// <param name="anchor">Number of the anchor, 0 to <see cref="Count"/> - 1.</param>
    public BoxCorners Corners(int anchor) => new(TopEdges[anchor], LeftEdges[anchor], BottomEdges[anchor], RightEdges[anchor]);

    /// <summary>One anchor by its centre and size.</summary>
    /// <param name="anchor">Number of the anchor, 0 to <see cref="Count"/> - 1.</param>
    public BoxCenterSize CenterSize(int anchor) => new(_centersX[anchor], _centersY[anchor], _widths[anchor], _heights[anchor]);

    private static void Check(IReadOnlyList<AnchorLevel> levels)
    {
        if (levels.Count == 0)
            throw TargetErrors.NoLevels();
        long count = 0;
        for (int i = 0; i < levels.Count; i++)
        {
            AnchorLevel level = levels[i];
            if (level.MapWidth < 1 || level.MapHeight < 1)
                throw TargetErrors.EmptyMap(i, level);
            if (level.Shapes.Count == 0)
                throw TargetErrors.NoShapes(i);
            CheckRange(i, "cells across the picture", level.CellsAcross, 0.01, 100_000);
            CheckRange(i, "cells down the picture", level.CellsDown, 0.01, 100_000);
            foreach (AnchorShape shape in level.Shapes)
            {
                CheckRange(i, "anchor width", shape.Width, SmallestSide, LargestSide);
                CheckRange(i, "anchor height", shape.Height, SmallestSide, LargestSide);
            }

            // Saturating, so that absurd maps cannot wrap around.
            count = (long)Math.Min((decimal)level.MapWidth * level.MapHeight * level.Shapes.Count + count, long.MaxValue);
        }

        if (count > LargestCount)
            throw TargetErrors.TooManyAnchors(count, LargestCount);
    }

    private static void CheckRange(int level, string what, double value, double smallest, double largest)
    {
        if (!(value >= smallest && value <= largest))
            throw TargetErrors.OutOfRange(level, what, value, (smallest, largest));
    }

    private int Fill(AnchorLevel level, int anchor)
    {
        for (int row = 0; row < level.MapHeight; row++)
        {
            double centerY = (row + 0.5) / level.CellsDown;
            for (int column = 0; column < level.MapWidth; column++)
            {
                double centerX = (column + 0.5) / level.CellsAcross;
                foreach (AnchorShape shape in level.Shapes)
                    Set(anchor++, centerX, centerY, shape);
            }
        }

        return anchor;
    }

    private void Set(int anchor, double centerX, double centerY, AnchorShape shape)
    {
        _centersX[anchor] = (float)centerX;
        _centersY[anchor] = (float)centerY;
        _widths[anchor] = (float)shape.Width;
        _heights[anchor] = (float)shape.Height;
        Columns.X0[anchor] = (float)(centerX - (shape.Width * 0.5));
        Columns.Y0[anchor] = (float)(centerY - (shape.Height * 0.5));
        Columns.X1[anchor] = (float)(centerX + (shape.Width * 0.5));
        Columns.Y1[anchor] = (float)(centerY + (shape.Height * 0.5));
    }

    private string ComputeHash()
    {
        ReadOnlySpan<byte> head = "FeatureForge anchors 1\n"u8;
        byte[] bytes = new byte[head.Length + 4 + (Count * 32)];
        head.CopyTo(bytes);
        Span<byte> rest = bytes.AsSpan(head.Length);
        BinaryPrimitives.WriteInt32LittleEndian(rest, Count);
        rest = rest[4..];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> values = [LeftEdges[i], TopEdges[i], RightEdges[i], BottomEdges[i], _centersX[i], _centersY[i], _widths[i], _heights[i]];
            foreach (float value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(rest, value);
                rest = rest[4..];
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
